// The metrics, as JavaScript sees them.
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

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

class MetricsJob : public Job {
 public:
  MetricsJob(const Pixels& a, const Pixels& b, std::vector<std::string> names,
             const MetricSettings& settings)
      : a_(a), b_(b), names_(std::move(names)), settings_(settings) {}

  // Before the job leaves the calling thread: the caller's samples may change or move then.
  void keepSamples() {
    const bool alpha = readsAlpha(names_);
    kept_.emplace(PackedPixels(a_, alpha), PackedPixels(b_, alpha));
    a_ = kept_->first.view;
    b_ = kept_->second.view;
  }

  void work(const AbortFlag& abort) override {
    abort.poll();
    values_ = computeMetrics(a_, b_, names_, settings_);
  }

  Napi::Value result(Napi::Env env, Handing) override {
    Napi::Array array = Napi::Array::New(env, values_.size());
    for (uint32_t i = 0; i < values_.size(); i++) array.Set(i, values_[i]);
    return array;
  }

 private:
  Pixels a_;
  Pixels b_;
  std::optional<std::pair<PackedPixels, PackedPixels>> kept_;
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

std::unique_ptr<MetricsJob> metricsJob(const Napi::CallbackInfo& info) {
  if (!info[2].IsArray()) throw Error("TypeError", "argument 3: expected an array of names");
  const auto array = info[2].As<Napi::Array>();
  std::vector<std::string> names;
  for (uint32_t i = 0; i < array.Length(); i++) {
    names.push_back(array.Get(i).ToString().Utf8Value());
  }
  return std::make_unique<MetricsJob>(pixelsFrom(objectArgument(info, 0)),
                                      pixelsFrom(objectArgument(info, 1)), std::move(names),
                                      settingsFrom(objectArgument(info, 3)));
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
