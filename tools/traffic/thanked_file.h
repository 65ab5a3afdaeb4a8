// Who was thanked, when, and for which rating: "<response id> <ms since 1970> <rating, or ->", a
// line each, written once it is durable in its kiosk's store. Whoever checks an installation from
// outside compares this set with what was counted. Owner: the fleet. Threads: one.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/response/response.h"

namespace earshot::traffic {

class ThankedFile {
 public:
  /// Appends to `path`, made if it is not there. Error: as opening any file.
  static Result<ThankedFile> open(const std::filesystem::path& path);
  ThankedFile(ThankedFile&& other) noexcept;
  ThankedFile& operator=(ThankedFile&&) = delete;
  ~ThankedFile();

  /// One write for all, so that killing this process never leaves half a line. Error: io, no_space.
  Result<void> add(std::span<const response::Response> responses, WallTime now);

 private:
  ThankedFile(int file, std::string name) : file_(file), name_(std::move(name)) {}
  int file_;
  std::string name_;
};

}  // namespace earshot::traffic
