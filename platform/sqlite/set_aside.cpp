#include "platform/sqlite/set_aside.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <system_error>

#include "platform/system/files.h"

namespace earshot::sqlite {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = ".corrupt-";
constexpr const char* kNote = "salvaged";
constexpr const char* kMended = ".mended";
constexpr std::size_t kNoteBytesMax = 4096;

/// When a folder's store was set aside; none: it is another's folder.
std::optional<WallTime> set_aside_at(const fs::path& store, const fs::path& folder) {
  const auto name = folder.filename().string();
  const auto begins = store.filename().string() + std::string(kMark);
  if (!name.starts_with(begins)) return std::nullopt;
  WallTime at;
  const char* const from = name.data() + begins.size();
  const char* const end = name.data() + name.size();
  const auto read = std::from_chars(from, end, at.ms);
  // Several of one moment have a number behind it.
  if (read.ec != std::errc() || (read.ptr != end && *read.ptr != '-')) return std::nullopt;
  return at;
}

Result<void> move(const fs::path& from, const fs::path& folder) {
  const auto to = folder / from.filename();
  if (::rename(from.c_str(), to.c_str()) != 0 && errno != ENOENT) {
    return tl::unexpected<Error>(
        system::errno_error(errno, "set the damaged file '" + from.string() + "' aside"));
  }
  return system::sync_folder(folder).and_then(
      [&] { return system::sync_folder(from.parent_path()); });
}

Result<fs::path> new_folder(const fs::path& store, WallTime now) {
  fs::path folder;
  std::error_code ignored;
  for (int again = 0; again == 0 || fs::exists(folder, ignored); ++again) {
    folder = fmt::format("{}{}{}{}", store.string(), kMark, now.ms,
                         again == 0 ? "" : "-" + std::to_string(again));
  }
  if (auto made = system::make_folder(folder); !made) {
    return tl::unexpected<Error>(std::move(made.error()));
  }
  return folder;
}

Result<std::string> move_log(const fs::path& store, const fs::path& folder) {
  std::error_code ignored;
  fs::remove(store.string() + "-shm", ignored);  // SQLite's memory of the log, made anew from it
  return move(store.string() + "-wal", folder).map([&] { return folder.string(); });
}

std::chrono::system_clock::time_point moment(WallTime at) {
  // In a clock of nanoseconds the last moment of ours is no moment.
  return std::chrono::system_clock::time_point(std::chrono::milliseconds(
      std::min(at.ms, std::chrono::duration_cast<std::chrono::milliseconds>(
                          std::chrono::system_clock::duration::max())
                          .count())));
}

Result<void> delete_folder(const fs::path& folder) {
  std::error_code failed;
  fs::remove_all(folder, failed);
  if (!failed) return system::sync_folder(folder.parent_path());
  return fail(ErrorCode::io, "the damaged store '" + folder.string() + "' cannot be deleted (" +
                                 failed.message() +
                                 "): delete it by hand, it may hold customers' words");
}

}  // namespace

Result<std::string> set_aside(const fs::path& store, WallTime now) {
  auto folder = new_folder(store, now);
  if (!folder) return tl::unexpected<Error>(std::move(folder.error()));
  return move(store, *folder).and_then([&] { return move_log(store, *folder); });
}

Result<std::string> finish_set_aside(const fs::path& store, WallTime now) {
  std::error_code none;
  const auto log_bytes = fs::file_size(store.string() + "-wal", none);
  if (none || log_bytes == 0) return std::string();
  // SQLite writes a store's first page before it begins a log.
  const auto bytes = fs::file_size(store, none);
  if (!none && bytes > 0) return std::string();
  const auto folders = set_aside_stores(store);
  if (folders.empty() || fs::exists(folders.back() / (store.filename().string() + "-wal"), none)) {
    return set_aside(store, now);
  }
  return move_log(store, folders.back());
}

std::vector<fs::path> set_aside_stores(const fs::path& store) {
  std::vector<std::pair<std::int64_t, fs::path>> found;
  std::error_code failed;
  const auto parent = store.has_parent_path() ? store.parent_path() : fs::path(".");
  for (fs::directory_iterator at(parent, failed), end; !failed && at != end; at.increment(failed)) {
    if (const auto when = set_aside_at(store, at->path())) {
      found.emplace_back(when->ms, at->path());
    }
  }
  std::sort(found.begin(), found.end());
  std::vector<fs::path> folders;
  for (auto& [when, folder] : found) folders.push_back(std::move(folder));
  return folders;
}

std::string salvaged_words(const fs::path& folder) {
  return system::read_file(folder / kNote, kNoteBytesMax).value_or("");
}

Result<void> note_salvaged(const fs::path& folder, std::string_view words) {
  return system::write_file_atomically(folder / kNote, words);
}

std::string mended_words(const fs::path& store) {
  return system::read_file(store.string() + kMended, kNoteBytesMax).value_or("");
}

Result<void> note_mended(const fs::path& store, std::string_view words) {
  return system::write_file_atomically(store.string() + kMended, words);
}

void forget_mended(const fs::path& store) {
  std::error_code ignored;
  fs::remove(store.string() + kMended, ignored);
}

void tell_of_damage(const fs::path& store, std::string_view what_now,
                    const std::function<Result<void>(const std::string& words)>& note) {
  const auto said = [](const Result<void>& done) {
    if (!done) spdlog::error("this could not be noted: {}", done.error().message);
    return done.has_value();
  };
  const auto mended = mended_words(store);
  if (!mended.empty() && said(note(mended + ". Have the disk looked at."))) forget_mended(store);
  for (const auto& folder : set_aside_stores(store)) {
    if (!salvaged_words(folder).empty()) continue;
    const auto words =
        fmt::format("the store was damaged and is kept as '{}'. {} Have the disk looked at.",
                    folder.string(), what_now);
    (void)said(note(words).and_then([&] { return note_salvaged(folder, words); }));
  }
  if (auto few = keep_few_set_aside(store); !few) spdlog::warn("{}", few.error().message);
}

Result<void> delete_set_aside(const fs::path& store, WallTime until) {
  Result<void> all;
  for (const auto& folder : set_aside_stores(store)) {
    if (*set_aside_at(store, folder) > until) continue;
    if (auto gone = delete_folder(folder); !gone) all = std::move(gone);
  }
  std::error_code none;
  const auto noted = fs::last_write_time(store.string() + kMended, none);
  if (!none && std::chrono::file_clock::to_sys(noted) <= moment(until)) forget_mended(store);
  return all;
}

Result<void> keep_few_set_aside(const fs::path& store) {
  Result<void> all;
  const auto folders = set_aside_stores(store);
  for (std::size_t i = 0; i + kSetAsideMax < folders.size(); ++i) {
    if (auto gone = delete_folder(folders[i]); !gone) all = std::move(gone);
  }
  return all;
}

}  // namespace earshot::sqlite
