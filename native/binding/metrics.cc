// The metrics, as JavaScript sees them.
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "binding/binding.h"
#include "binding/job.h"
#include "binding/properties.h"
#include "metrics/metrics.h"
#include "metrics/squared_error.h"

namespace nodecodecs {
namespace {

constexpr uint32_t kMostNames = 1024;  // the list of metrics is far shorter
constexpr int kMostThreads = 256;

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

  // Keeps an array while the job runs.
  void hold(const Napi::Value& data) { held_.push_back(Napi::Persistent(data.As<Napi::Object>())); }

  void work(const AbortFlag& abort) override {
    abort.poll();
    values_ = a_.coded ? computeCodedMetrics(a_.views, b_.views, names_, settings_)
                       : computeMetrics(a_.views[0], b_.views[0], names_, settings_);
  }

  Napi::Value result(Napi::Env env, Handing) override { return arrayOf(env, values_); }

 private:
  Compared a_;
  Compared b_;
  std::vector<Napi::ObjectReference> held_;
  std::vector<std::string> names_;
  MetricSettings settings_;
  std::vector<double> values_;
};

MetricSettings settingsFrom(const Napi::Object& object) {
  MetricSettings settings;
  settings.threads = static_cast<int>(integer(object, "threads", 1, {1, kMostThreads}));
  settings.intensityTarget = number(object, "intensityTarget", settings.intensityTarget);
  if (settings.intensityTarget > 0 && std::isfinite(settings.intensityTarget)) return settings;
  throw Error("RangeError", "intensityTarget: expected a luminance above 0");
}

// The same before its samples are looked at.
struct ComparedArgument {
  std::vector<PixelsArgument> views;
  bool coded;

  Compared look() const {
    Compared compared = {{}, coded};
    for (const PixelsArgument& view : views) compared.views.push_back(view.look());
    return compared;
  }
};

ComparedArgument comparedFrom(const Napi::Value& value, const char* name) {
  if (!value.IsArray()) return {{PixelsArgument(objectArgument(value, name))}, false};
  const auto array = value.As<Napi::Array>();
  const uint32_t count = array.Length();
  if (count > AV_NUM_DATA_POINTERS) throw Error("RangeError", "metrics: too many planes");
  ComparedArgument planes = {{}, true};
  for (uint32_t i = 0; i < count; i++) {
    planes.views.emplace_back(objectArgument(array.Get(i), name));
  }
  return planes;
}

std::vector<std::string> namesFrom(const Napi::Value& value) {
  if (!value.IsArray()) throw Error("TypeError", "names: expected an array of strings");
  const auto array = value.As<Napi::Array>();
  const uint32_t count = array.Length();
  if (count > kMostNames) throw Error("RangeError", "names: too many");
  std::vector<std::string> names;
  for (uint32_t i = 0; i < count; i++) names.push_back(textFrom(array.Get(i), "names"));
  return names;
}

// `hold`: the job keeps the arrays, whose samples it reads later.
std::unique_ptr<MetricsJob> metricsJob(const Napi::CallbackInfo& info, bool hold = false) {
  std::vector<std::string> names = namesFrom(info[2]);
  const MetricSettings settings = settingsFrom(objectArgument(info[3], "settings"));
  const ComparedArgument a = comparedFrom(info[0], "a");
  const ComparedArgument b = comparedFrom(info[1], "b");
  auto job = std::make_unique<MetricsJob>(a.look(), b.look(), std::move(names), settings);
  for (const ComparedArgument* picture : {&a, &b}) {
    if (!hold) break;
    for (const PixelsArgument& view : picture->views) job->hold(view.data());
  }
  return job;
}

// Of memory that nobody changes or frees meanwhile (lib/flow/taken.ts): it is read by a thread.
Napi::Value metricsAsync(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    return JobWorker::queue(info.Env(), metricsJob(info, true), info[4]);
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
