// The limit: what a C programmer would write around swscale and libavcodec (or libjpeg), one
// picture from open to close, without Node. A child process of run.js; also measures peak memory.
//
// Reads one request per line, fields separated by tabs, and answers each with one line of JSON:
//   load  key=value...   one untimed run; its result is written to the file `outcome`
//   run   times          that many timed runs
// Keys: engine, direction, width, height, rgb, stream, outcome, encoder, decoder, pixelFormat,
// range, bitstreamFilter, and opt:NAME for each AVOption.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <iostream>

#include "libav.h"
#include "libjpeg.h"

namespace {

template <typename Use>
void runOnce(const Trial& trial, Use use) {
  const bool jpeg = trial.get("engine") == "jpeg";
  if (trial.encodes()) {
    jpeg ? encodeByLibjpeg(trial, use) : encodeByLibav(trial, use);
  } else {
    jpeg ? decodeByLibjpeg(trial, use) : decodeByLibav(trial, use);
  }
}

double timedRun(const Trial& trial) {
  const auto start = std::chrono::steady_clock::now();
  runOnce(trial, [](const Outcome&) {});
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  return took.count();
}

long peakKilobytes() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

void load(Trial& trial, const std::vector<std::string>& parts) {
  trial = parse(parts);
  const long before = peakKilobytes();
  size_t size = 0;
  const auto start = std::chrono::steady_clock::now();
  runOnce(trial, [&](const Outcome& outcome) {
    size = outcome.size;
    if (!trial.get("outcome").empty()) writeFile(trial.get("outcome"), outcome);
  });
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  printf(
      "{\"bytes\":%zu,\"ms\":%.4f,\"kind\":\"%s\",\"kilobytesBefore\":%ld,\"peakKilobytes\":%ld}\n",
      size, took.count(), trial.encodes() ? "stream" : "rgb", before, peakKilobytes());
}

void run(const Trial& trial, int times) {
  printf("{\"ms\":[");
  for (int i = 0; i < times; i++) printf("%s%.4f", i == 0 ? "" : ",", timedRun(trial));
  printf("]}\n");
}

}  // namespace

int main() {
  av_log_set_level(AV_LOG_QUIET);
  setenv("SVT_LOG", "1", 0);
  Trial trial;
  for (std::string line; std::getline(std::cin, line);) {
    const std::vector<std::string> parts = split(line);
    try {
      if (parts.at(0) == "load") {
        load(trial, parts);
      } else {
        run(trial, atoi(parts.at(1).c_str()));
      }
    } catch (const std::exception& error) {
      printf("{\"fault\":\"%s\"}\n", error.what());
    }
    fflush(stdout);
  }
}
