// The org file on the disk: read at start, looked at again every now and then, and the last good
// one kept in the data folder, so that a mistake in it never leaves headquarters without a tree.
// Owner: Service. Threads: the event loop's only.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "aggregator/org_tree.h"

namespace earshot::hq {

class OrgFile {
 public:
  OrgFile(std::filesystem::path file, const std::filesystem::path& data_folder);

  /// The tree to begin with: the file's, or the last good one while the file has a mistake (then
  /// trouble() tells). Error: there is neither.
  Result<OrgTree> load();

  /// A new tree, when the file has changed since the last call and is sound. None when it has not
  /// changed or is refused.
  std::optional<OrgTree> look_again();

  /// Why the file on the disk is not in use; empty: it is.
  [[nodiscard]] const std::string& trouble() const { return trouble_; }

 private:
  Result<OrgTree> read_now();
  void keep(const std::string& text);

  const std::filesystem::path file_;
  const std::filesystem::path last_good_;
  std::optional<std::string> text_;  ///< as last looked at; none: it could not be read
  std::string trouble_;
};

}  // namespace earshot::hq
