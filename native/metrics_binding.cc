// The metrics, as JavaScript sees them.
#include <cstring>

#include "binding.h"
#include "job.h"
#include "metrics.h"

namespace nodecodecs {
namespace {

// A tight copy of the caller's samples: they may change or move while the job runs.
class OwnPixels {
 public:
  explicit OwnPixels(const Pixels& from) : view(from), samples_(size(from)) {
    view.columnStride = from.channels;
    view.rowStride = static_cast<ptrdiff_t>(from.width) * from.channels;
    view.channelStride = 1;
    view.data = samples_.data();
    if (from.bitDepth > 8) {
      copy<uint16_t>(from);
    } else {
      copy<uint8_t>(from);
    }
  }
  OwnPixels(const OwnPixels&) = delete;
  OwnPixels& operator=(const OwnPixels&) = delete;

  Pixels view;

 private:
  static size_t size(const Pixels& p) {
    return static_cast<size_t>(p.width) * p.height * p.channels * p.bytesPerSample();
  }

  template <typename Sample>
  void copy(const Pixels& from) {
    auto* to = static_cast<Sample*>(view.data);
    const bool tightRows = from.channelStride == 1 && from.columnStride == from.channels;
    for (int y = 0; y < from.height; y++) {
      const Sample* row = static_cast<const Sample*>(from.data) + y * from.rowStride;
      if (tightRows) {
        memcpy(to, row, view.rowStride * sizeof(Sample));
        to += view.rowStride;
        continue;
      }
      for (int x = 0; x < from.width; x++) {
        for (int c = 0; c < from.channels; c++) {
          *to++ = row[x * from.columnStride + c * from.channelStride];
        }
      }
    }
  }

  std::vector<uint8_t> samples_;
};

class MetricsJob : public Job {
 public:
  MetricsJob(const Pixels& a, const Pixels& b, std::vector<std::string> names, int threads)
      : a_(a), b_(b), names_(std::move(names)), threads_(threads) {}

  void work(const AbortFlag& abort) override {
    abort.poll();
    values_ = computeMetrics(a_.view, b_.view, names_, threads_);
  }

  Napi::Value result(Napi::Env env) override {
    Napi::Array array = Napi::Array::New(env, values_.size());
    for (uint32_t i = 0; i < values_.size(); i++) array.Set(i, values_[i]);
    return array;
  }

 private:
  OwnPixels a_;
  OwnPixels b_;
  std::vector<std::string> names_;
  int threads_;
  std::vector<double> values_;
};

std::unique_ptr<MetricsJob> metricsJob(const Napi::CallbackInfo& info) {
  if (!info[2].IsArray()) throw Error("TypeError", "argument 3: expected an array of names");
  const auto array = info[2].As<Napi::Array>();
  std::vector<std::string> names;
  for (uint32_t i = 0; i < array.Length(); i++) {
    names.push_back(array.Get(i).ToString().Utf8Value());
  }
  return std::make_unique<MetricsJob>(pixelsFrom(objectArgument(info, 0)),
                                      pixelsFrom(objectArgument(info, 1)), std::move(names),
                                      info[3].ToNumber().Int32Value());
}

Napi::Value metricsAsync(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    return JobWorker::queue(info.Env(), metricsJob(info), info[4]);
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
