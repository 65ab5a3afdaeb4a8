// Words that no comment has, put behind one for a model to see: what a comment is about (gist.h),
// which topics its phrases name (topic_asides.h). Owner: core/text. Threads: plain values, any.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/text/tokens.h"

namespace earshot::text {

struct Aside {
  std::string folded;  ///< "~staff"
  std::uint64_t hash = 0;
};

[[nodiscard]] Aside aside_of(std::string_view name);

/// Puts asides behind a comment as one more sentence; without any the comment stays as it was.
class AsideWriter {
 public:
  explicit AsideWriter(Tokens& comment);
  AsideWriter(const AsideWriter&) = delete;
  AsideWriter& operator=(const AsideWriter&) = delete;
  /// The sentence ends here.
  ~AsideWriter();

  void add(const Aside& aside);

 private:
  Tokens& comment_;
  std::uint32_t first_;
};

}  // namespace earshot::text
