#include "core/text/aside.h"

#include "core/text/unicode.h"

namespace earshot::text {

Aside aside_of(std::string_view name) {
  Aside aside{"~", 0};  // no word that is cut from a comment begins so
  aside.folded += name;
  aside.hash = hash_of(aside.folded);
  return aside;
}

AsideWriter::AsideWriter(Tokens& comment)
    : comment_(comment), first_(static_cast<std::uint32_t>(comment.tokens.size())) {}

void AsideWriter::add(const Aside& aside) {
  Token& token = comment_.tokens.emplace_back();
  token.begin = token.end = static_cast<std::uint32_t>(comment_.text.size());
  token.first_code_point = token.end_code_point = comment_.code_points;
  token.folded_begin = static_cast<std::uint32_t>(comment_.folded.size());
  token.folded_size = static_cast<std::uint32_t>(aside.folded.size());
  token.clause = static_cast<std::uint32_t>(comment_.clauses.size());
  token.hash = aside.hash;
  comment_.folded += aside.folded;
}

AsideWriter::~AsideWriter() {
  const auto end = static_cast<std::uint32_t>(comment_.tokens.size());
  if (end == first_) return;
  auto& clauses = comment_.clauses;
  const std::uint32_t sentence = clauses.empty() ? 0 : clauses.back().sentence + 1;
  clauses.push_back({first_, end, sentence, false});
}

}  // namespace earshot::text
