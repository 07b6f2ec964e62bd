// The metrics, as JavaScript sees them.
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "binding/binding.h"
#include "binding/job.h"
#include "metrics/metrics.h"
#include "metrics/squared_error.h"

namespace nodecodecs {
namespace {

// The caller's samples, packed, in the order that they have: interleaved or planar.
class PackedPixels {
 public:
  PackedPixels(const Pixels& from, bool alpha) : view(from) {
    if (!alpha) view.channels = colourChannels(from);
    const ptrdiff_t width = from.width, height = from.height, channels = view.channels;
    samples_.reset(new uint8_t[width * height * channels * from.bytesPerSample()]);  // not zeroed
    view.data = samples_.get();
    const bool planar = std::abs(from.columnStride) < std::abs(from.channelStride);
    view.columnStride = planar ? 1 : channels;
    view.rowStride = width * view.columnStride;
    view.channelStride = planar ? width * height : 1;
    if (from.bitDepth > 8) {
      copy<uint16_t>(from);
    } else {
      copy<uint8_t>(from);
    }
  }

  Pixels view;

 private:
  template <typename Sample>
  void copy(const Pixels& from) {
    const bool wholeRows =
        from.columnStride == view.channels && (view.channels == 1 || from.channelStride == 1);
    for (int y = 0; y < from.height; y++) {
      const Sample* row = static_cast<const Sample*>(from.data) + y * from.rowStride;
      Sample* to = static_cast<Sample*>(view.data) + y * view.rowStride;
      if (wholeRows) {
        memcpy(to, row, view.rowStride * sizeof(Sample));
        continue;
      }
      for (int c = 0; c < view.channels; c++) {
        copyChannel(row + c * from.channelStride, from.columnStride, to + c * view.channelStride);
      }
    }
  }

  template <typename Sample>
  void copyChannel(const Sample* from, ptrdiff_t stride, Sample* to) {
    if (stride == 1 && view.columnStride == 1) {
      memcpy(to, from, view.width * sizeof(Sample));
      return;
    }
    for (int x = 0; x < view.width; x++) to[x * view.columnStride] = from[x * stride];
  }

  std::unique_ptr<uint8_t[]> samples_;
};

// A picture of pixels, or (`coded`) its planes of codes.
struct Compared {
  std::vector<Pixels> views;
  bool coded;
};

class MetricsJob : public Job {
 public:
  MetricsJob(Compared a, Compared b, std::vector<std::string> names, const MetricSettings& settings)
      : a_(std::move(a)), b_(std::move(b)), names_(std::move(names)), settings_(settings) {
    if (a_.coded != b_.coded) throw Error("TypeError", "metrics: pixels against planes");
  }

  // Before the job leaves the calling thread: the caller's samples may change or move then.
  void keepSamples() {
    const bool alpha = readsAlpha(names_);
    for (Compared* picture : {&a_, &b_}) {
      for (Pixels& view : picture->views) {
        kept_.emplace_back(view, alpha);
        view = kept_.back().view;
      }
    }
  }

  void work(const AbortFlag& abort) override {
    abort.poll();
    values_ = a_.coded ? computeCodedMetrics(a_.views, b_.views, names_, settings_)
                       : computeMetrics(a_.views[0], b_.views[0], names_, settings_);
  }

  Napi::Value result(Napi::Env env, Handing) override {
    Napi::Array array = Napi::Array::New(env, values_.size());
    for (uint32_t i = 0; i < values_.size(); i++) array.Set(i, values_[i]);
    return array;
  }

 private:
  Compared a_;
  Compared b_;
  std::vector<PackedPixels> kept_;
  std::vector<std::string> names_;
  MetricSettings settings_;
  std::vector<double> values_;
};

MetricSettings settingsFrom(const Napi::Object& object) {
  MetricSettings settings;
  settings.threads = object.Get("threads").ToNumber().Int32Value();
  settings.intensityTarget = object.Get("intensityTarget").ToNumber().DoubleValue();
  return settings;
}

Compared comparedFrom(const Napi::CallbackInfo& info, size_t index) {
  if (!info[index].IsArray()) return {{pixelsFrom(objectArgument(info, index))}, false};
  const auto array = info[index].As<Napi::Array>();
  Compared planes = {{}, true};
  for (uint32_t i = 0; i < array.Length(); i++) {
    const Napi::Value plane = array.Get(i);
    if (!plane.IsObject()) throw Error("TypeError", "metrics: expected an array of views");
    planes.views.push_back(pixelsFrom(plane.As<Napi::Object>()));
  }
  return planes;
}

std::unique_ptr<MetricsJob> metricsJob(const Napi::CallbackInfo& info) {
  if (!info[2].IsArray()) throw Error("TypeError", "argument 3: expected an array of names");
  const auto array = info[2].As<Napi::Array>();
  std::vector<std::string> names;
  for (uint32_t i = 0; i < array.Length(); i++) {
    names.push_back(array.Get(i).ToString().Utf8Value());
  }
  return std::make_unique<MetricsJob>(comparedFrom(info, 0), comparedFrom(info, 1),
                                      std::move(names), settingsFrom(objectArgument(info, 3)));
}

Napi::Value metricsAsync(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    std::unique_ptr<MetricsJob> job = metricsJob(info);
    job->keepSamples();
    return JobWorker::queue(info.Env(), std::move(job), info[4]);
  });
}

Napi::Value metricsSync(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] { return JobWorker::runNow(info.Env(), *metricsJob(info)); });
}

}  // namespace

void bindMetrics(Napi::Env env, Napi::Object exports) {
  exports.Set("metrics", Napi::Function::New(env, metricsAsync));
  exports.Set("metricsSync", Napi::Function::New(env, metricsSync));
}

}  // namespace nodecodecs
