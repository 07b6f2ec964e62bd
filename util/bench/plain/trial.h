// One request: what is coded, and how.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using Bytes = std::vector<uint8_t>;

struct Trial {
  std::map<std::string, std::string> fields;
  std::map<std::string, std::string> options;
  int width = 0;
  int height = 0;
  Bytes rgb;
  Bytes stream;

  std::string get(const std::string& key) const {
    const auto found = fields.find(key);
    return found == fields.end() ? std::string() : found->second;
  }
  bool encodes() const { return get("direction") == "encode"; }
};

// Owned by the C library that made it, freed inside of the timed run.
struct Outcome {
  const uint8_t* data = nullptr;
  size_t size = 0;
};

inline Bytes readFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) throw std::runtime_error("cannot read " + path);
  Bytes bytes(static_cast<size_t>(file.tellg()));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  return bytes;
}

inline void writeFile(const std::string& path, const Outcome& outcome) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(outcome.data), outcome.size);
}

inline std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> parts;
  std::stringstream stream(line);
  for (std::string part; std::getline(stream, part, '\t');) parts.push_back(part);
  return parts;
}

inline Trial parse(const std::vector<std::string>& parts) {
  Trial trial;
  for (size_t i = 1; i < parts.size(); i++) {
    const size_t equals = parts[i].find('=');
    const std::string key = parts[i].substr(0, equals);
    const std::string value = parts[i].substr(equals + 1);
    if (key.rfind("opt:", 0) == 0) {
      trial.options[key.substr(4)] = value;
    } else {
      trial.fields[key] = value;
    }
  }
  trial.width = atoi(trial.get("width").c_str());
  trial.height = atoi(trial.get("height").c_str());
  if (trial.encodes()) {
    trial.rgb = readFile(trial.get("rgb"));
  } else {
    trial.stream = readFile(trial.get("stream"));
  }
  return trial;
}
