#include "aggregator/org_file.h"

#include <fmt/format.h>

#include "platform/system/files.h"
#include "platform/system/log.h"

namespace earshot::hq {

OrgFile::OrgFile(std::filesystem::path file, const std::filesystem::path& data_folder)
    : file_(std::move(file)), last_good_(data_folder / "org.last-good.toml") {}

Result<OrgTree> OrgFile::read_now() {
  auto text = system::read_file(file_, kOrgFileBytesMax);
  if (!text) {
    text_.reset();
    return tl::unexpected(text.error());
  }
  text_ = std::move(*text);
  auto tree = parse_org(*text_, file_.string());
  if (tree) keep(*text_);
  return tree;
}

void OrgFile::keep(const std::string& text) {
  if (auto kept = system::write_file_atomically(last_good_, text); !kept) {
    spdlog::warn("The org file is in use, but no copy of it could be kept: {}",
                 kept.error().message);
  }
}

Result<OrgTree> OrgFile::load() {
  auto tree = read_now();
  if (tree) return tree;
  trouble_ = tree.error().message;
  const auto text = system::read_file(last_good_, kOrgFileBytesMax);
  if (!text) return tree;
  auto last_good = parse_org(*text, last_good_.string());
  if (!last_good) return tree;
  spdlog::error("{}. The last good org file stays in use.", trouble_);
  return last_good;
}

std::optional<OrgTree> OrgFile::look_again() {
  // The text itself is compared: a file that is replaced within a clock tick, or by an older one,
  // has changed all the same. It is small, and this is every two seconds.
  const auto text = system::read_file(file_, kOrgFileBytesMax);
  if (text.has_value() == text_.has_value() && (!text || *text == *text_)) return std::nullopt;
  auto tree = read_now();
  if (!tree) {
    trouble_ = tree.error().message;
    spdlog::error("{}. The last good org file stays in use.", trouble_);
    return std::nullopt;
  }
  trouble_.clear();
  return std::move(*tree);
}

}  // namespace earshot::hq
