#include "tests/sim/reader.h"

#include "core/base/check.h"
#include "platform/reading/reading.h"

namespace earshot::sim {

edge::CommentReader& reader() {
  static edge::CommentReader one = [] {
    const auto files = reading::built_in_files();
    EARSHOT_CHECK(files.has_value());
    const auto taxonomy = reading::load_taxonomy(files->taxonomy);
    EARSHOT_CHECK(taxonomy.has_value());
    text::Analyser::Parts parts;
    parts.taxonomy = *taxonomy;
    return edge::CommentReader(parts, nullptr);
  }();
  return one;
}

}  // namespace earshot::sim
