// The limit: what a C programmer would write around swscale and libavcodec (or libjpeg), one
// picture from open to close, without Node. A child process of run.js; also measures peak memory.
//
// Reads one request per line, fields separated by tabs, and answers each with one line of JSON:
//   load  key=value...   one untimed run; its result is written to the file `outcome`
//   run   times          that many timed runs
// Keys: engine, direction, width, height, rgb, stream, outcome, encoder, decoder, pixelFormat,
// range, bitstreamFilter, and opt:NAME for each AVOption.
extern "C" {
#include <libavcodec/avcodec.h>
#include <libavcodec/bsf.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>
}
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
// jpeglib.h needs size_t and FILE before it.
#include <jpeglib.h>

#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

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

void check(int rc, const char* what) {
  if (rc >= 0) return;
  char text[AV_ERROR_MAX_STRING_SIZE];
  av_strerror(rc, text, sizeof text);
  throw std::runtime_error(std::string(what) + ": " + text);
}

Bytes readFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) throw std::runtime_error("cannot read " + path);
  Bytes bytes(static_cast<size_t>(file.tellg()));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  return bytes;
}

void writeFile(const std::string& path, const Outcome& outcome) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(outcome.data), outcome.size);
}

bool isRgb(AVPixelFormat format) {
  return (av_pix_fmt_desc_get(format)->flags & AV_PIX_FMT_FLAG_RGB) != 0;
}

// 4:4:4 needs no resampling: point sampling is swscale's fastest way there. Subsampled chroma gets
// the ffmpeg program's default.
int scalerFlags(AVPixelFormat planar) {
  return av_pix_fmt_desc_get(planar)->log2_chroma_w == 0 ? SWS_POINT : SWS_BICUBIC;
}

SwsContext* openScaler(int width, int height, AVPixelFormat from, AVPixelFormat to, bool fullFrom,
                       bool fullTo) {
  const int flags = scalerFlags(from == AV_PIX_FMT_RGB24 ? to : from);
  SwsContext* scaler =
      sws_getContext(width, height, from, width, height, to, flags, nullptr, nullptr, nullptr);
  if (scaler == nullptr) throw std::runtime_error("sws_getContext");
  const int* matrix = sws_getCoefficients(SWS_CS_ITU601);
  sws_setColorspaceDetails(scaler, matrix, fullFrom, matrix, fullTo, 0, 1 << 16, 1 << 16);
  return scaler;
}

void keepCallersMemory(void*, uint8_t*) {}

AVFrame* toFrame(const Trial& trial, AVPixelFormat format) {
  AVFrame* frame = av_frame_alloc();
  frame->width = trial.width;
  frame->height = trial.height;
  frame->format = format;
  auto* rgb = const_cast<uint8_t*>(trial.rgb.data());
  if (format == AV_PIX_FMT_RGB24) {
    frame->buf[0] = av_buffer_create(rgb, trial.rgb.size(), keepCallersMemory, nullptr, 0);
    frame->data[0] = rgb;
    frame->linesize[0] = trial.width * 3;
    return frame;
  }
  check(av_frame_get_buffer(frame, 0), "av_frame_get_buffer");
  SwsContext* scaler = openScaler(trial.width, trial.height, AV_PIX_FMT_RGB24, format, true,
                                  trial.get("range") != "limited");
  const uint8_t* const planes[1] = {rgb};
  const int strides[1] = {trial.width * 3};
  sws_scale(scaler, planes, strides, 0, trial.height, frame->data, frame->linesize);
  sws_freeContext(scaler);
  return frame;
}

AVCodecContext* openCodec(const Trial& trial, const AVCodec* codec) {
  if (codec == nullptr) throw std::runtime_error("this FFmpeg lacks the codec");
  AVCodecContext* context = avcodec_alloc_context3(codec);
  AVDictionary* options = nullptr;
  for (const auto& [key, value] : trial.options) {
    av_dict_set(&options, key.c_str(), value.c_str(), 0);
  }
  if (av_codec_is_encoder(codec)) {
    context->width = trial.width;
    context->height = trial.height;
    context->pix_fmt = av_get_pix_fmt(trial.get("pixelFormat").c_str());
    context->time_base = {1, 25};
    context->framerate = {25, 1};
  } else {
    context->thread_count = 1;
  }
  check(avcodec_open2(context, codec, &options), "avcodec_open2");
  av_dict_free(&options);
  return context;
}

void filterPacket(const std::string& filter, const AVCodecContext& context, AVPacket& packet) {
  AVBSFContext* bsf = nullptr;
  check(av_bsf_list_parse_str(filter.c_str(), &bsf), "av_bsf_list_parse_str");
  check(avcodec_parameters_from_context(bsf->par_in, &context), "parameters");
  check(av_bsf_init(bsf), "av_bsf_init");
  check(av_bsf_send_packet(bsf, &packet), "av_bsf_send_packet");
  check(av_bsf_receive_packet(bsf, &packet), "av_bsf_receive_packet");
  av_bsf_free(&bsf);
}

template <typename Use>
void encodeByLibav(const Trial& trial, Use use) {
  const AVCodec* codec = avcodec_find_encoder_by_name(trial.get("encoder").c_str());
  AVFrame* frame = toFrame(trial, av_get_pix_fmt(trial.get("pixelFormat").c_str()));
  AVCodecContext* context = openCodec(trial, codec);
  frame->pts = 0;
  frame->quality = context->global_quality;
  frame->color_range = context->color_range;
  AVPacket* packet = av_packet_alloc();
  check(avcodec_send_frame(context, frame), "avcodec_send_frame");
  int rc = avcodec_receive_packet(context, packet);
  if (rc == AVERROR(EAGAIN)) {
    check(avcodec_send_frame(context, nullptr), "flush");
    rc = avcodec_receive_packet(context, packet);
  }
  check(rc, "avcodec_receive_packet");
  if (!trial.get("bitstreamFilter").empty()) {
    filterPacket(trial.get("bitstreamFilter"), *context, *packet);
  }
  use(Outcome{packet->data, static_cast<size_t>(packet->size)});
  av_packet_free(&packet);
  av_frame_free(&frame);
  avcodec_free_context(&context);
}

bool isFullRange(const AVFrame& frame, const Trial& trial) {
  const auto format = static_cast<AVPixelFormat>(frame.format);
  if (isRgb(format) || strncmp(av_get_pix_fmt_name(format), "yuvj", 4) == 0) return true;
  if (frame.color_range == AVCOL_RANGE_UNSPECIFIED) return trial.get("range") != "limited";
  return frame.color_range == AVCOL_RANGE_JPEG;
}

template <typename Use>
void decodeByLibav(const Trial& trial, Use use) {
  const AVCodec* codec = avcodec_find_decoder_by_name(trial.get("decoder").c_str());
  AVCodecContext* context = openCodec(trial, codec);
  AVPacket* packet = av_packet_alloc();
  packet->data = const_cast<uint8_t*>(trial.stream.data());  // libavcodec pads a copy of its own
  packet->size = static_cast<int>(trial.stream.size());
  AVFrame* frame = av_frame_alloc();
  check(avcodec_send_packet(context, packet), "avcodec_send_packet");
  int rc = avcodec_receive_frame(context, frame);
  if (rc == AVERROR(EAGAIN)) {
    check(avcodec_send_packet(context, nullptr), "flush");
    rc = avcodec_receive_frame(context, frame);
  }
  check(rc, "avcodec_receive_frame");
  const size_t size = static_cast<size_t>(frame->width) * frame->height * 3;
  auto* rgb = static_cast<uint8_t*>(malloc(size));
  SwsContext* scaler =
      openScaler(frame->width, frame->height, static_cast<AVPixelFormat>(frame->format),
                 AV_PIX_FMT_RGB24, isFullRange(*frame, trial), true);
  uint8_t* const planes[1] = {rgb};
  const int strides[1] = {frame->width * 3};
  sws_scale(scaler, frame->data, frame->linesize, 0, frame->height, planes, strides);
  sws_freeContext(scaler);
  use(Outcome{rgb, size});
  free(rgb);
  av_frame_free(&frame);
  av_packet_free(&packet);
  avcodec_free_context(&context);
}

int intOption(const Trial& trial, const char* key) {
  const auto found = trial.options.find(key);
  return found == trial.options.end() ? 0 : atoi(found->second.c_str());
}

template <typename Use>
void encodeByLibjpeg(const Trial& trial, Use use) {
  jpeg_compress_struct info;
  jpeg_error_mgr errors;
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &bytes, &size);
  info.image_width = trial.width;
  info.image_height = trial.height;
  info.input_components = 3;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, intOption(trial, "quality"), FALSE);
  info.optimize_coding = intOption(trial, "optimize") != 0;
  const std::string subsampling = trial.options.at("subsampling");
  info.comp_info[0].h_samp_factor = subsampling == "4:4:4" ? 1 : 2;
  info.comp_info[0].v_samp_factor = subsampling == "4:2:0" ? 2 : 1;
  if (intOption(trial, "progressive") != 0) jpeg_simple_progression(&info);
  jpeg_start_compress(&info, TRUE);
  while (info.next_scanline < info.image_height) {
    const size_t offset = static_cast<size_t>(info.next_scanline) * trial.width * 3;
    JSAMPROW row = const_cast<uint8_t*>(trial.rgb.data()) + offset;
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  use(Outcome{bytes, size});
  jpeg_destroy_compress(&info);
  free(bytes);
}

template <typename Use>
void decodeByLibjpeg(const Trial& trial, Use use) {
  jpeg_decompress_struct info;
  jpeg_error_mgr errors;
  info.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, trial.stream.data(), trial.stream.size());
  jpeg_read_header(&info, TRUE);
  info.out_color_space = JCS_RGB;
  jpeg_start_decompress(&info);
  const size_t stride = static_cast<size_t>(info.output_width) * 3;
  const size_t size = stride * info.output_height;
  auto* rgb = static_cast<uint8_t*>(malloc(size));
  while (info.output_scanline < info.output_height) {
    JSAMPROW row = rgb + info.output_scanline * stride;
    jpeg_read_scanlines(&info, &row, 1);
  }
  jpeg_finish_decompress(&info);
  use(Outcome{rgb, size});
  jpeg_destroy_decompress(&info);
  free(rgb);
}

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

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> parts;
  std::stringstream stream(line);
  for (std::string part; std::getline(stream, part, '\t');) parts.push_back(part);
  return parts;
}

Trial parse(const std::vector<std::string>& parts) {
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
      printf("{\"skip\":\"%s\"}\n", error.what());
    }
    fflush(stdout);
  }
}
