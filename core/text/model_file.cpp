#include <algorithm>
#include <cmath>

#include "core/base/utf8.h"
#include "core/text/byte_cursor.h"
#include "core/text/model.h"
#include "core/text/unicode.h"

namespace earshot::text {
namespace {

constexpr std::string_view kMagic = "EARSHOT-MODEL\n";
constexpr std::uint32_t kVersion = 1;
constexpr std::uint32_t kClauseVersion = 2;  ///< rules have a weight for clauses

bool sound(std::span<const float> numbers) {
  return std::ranges::all_of(numbers, [](float x) { return std::abs(x) < 1e6F; });
}

/// Rows that are all zero are left out: a bit for each row says which are there.
void append_rows(std::string& out, const LinearPart& part, std::size_t columns) {
  const std::size_t rows = std::size_t{1} << part.bits;
  std::string present(rows / 8, '\0');
  std::string kept;
  for (std::size_t row = 0; row < rows; ++row) {
    const auto begin = part.weights.begin() + static_cast<std::ptrdiff_t>(row * columns);
    const auto end = begin + static_cast<std::ptrdiff_t>(columns);
    if (std::all_of(begin, end, [](std::int8_t w) { return w == 0; })) continue;
    present[row / 8] =
        static_cast<char>(static_cast<unsigned char>(present[row / 8]) | (1U << (row % 8)));
    kept.append(begin, end);
  }
  out += present;
  out += kept;
}

void read_rows(ByteCursor& in, std::size_t columns, LinearPart& part) {
  const std::size_t rows = std::size_t{1} << part.bits;
  const std::string_view present = in.take(rows / 8);
  std::size_t count = 0;
  for (const char c : present)
    count += static_cast<std::size_t>(std::popcount(static_cast<unsigned char>(c)));
  std::string_view kept = in.take(count * columns);
  if (!in.ok()) return;
  part.weights.assign(rows * columns, 0);
  for (std::size_t row = 0; row < rows; ++row) {
    if ((static_cast<unsigned char>(present[row / 8]) >> (row % 8) & 1U) == 0) continue;
    std::ranges::copy(kept.substr(0, columns),
                      part.weights.begin() + static_cast<std::ptrdiff_t>(row * columns));
    kept.remove_prefix(columns);
  }
}

void read_network(ByteCursor& in, std::size_t labels, NetworkPart& net) {
  net.hidden = in.number<std::uint32_t>();
  if (net.hidden > kHiddenUnitsMax) return in.fail();
  if (net.hidden == 0) return;
  read_numbers(in, kPooledNumbers * net.hidden, net.first);
  read_numbers(in, net.hidden, net.first_scales);
  read_numbers(in, net.hidden, net.first_biases);
  read_numbers(in, net.hidden * labels, net.second);
  read_numbers(in, labels, net.second_scales);
  read_numbers(in, labels, net.second_biases);
  const bool all_sound = sound(net.first_scales) && sound(net.first_biases) &&
                         sound(net.second_scales) && sound(net.second_biases);
  if (!all_sound) in.fail();
}

void read_names(ByteCursor& in, ModelParts& parts) {
  parts.name = in.text(kModelNameBytesMax);
  const auto task = in.number<std::uint8_t>();
  if (task > static_cast<std::uint8_t>(LabelTask::ordinal)) return in.fail();
  parts.task = static_cast<LabelTask>(task);
  parts.never_none = in.number<std::uint8_t>() != 0;
  parts.words = in.number<std::uint64_t>();
  const auto labels = in.number<std::uint32_t>();
  if (labels == 0 || labels > kLabelsMax) return in.fail();
  for (std::uint32_t i = 0; i < labels && in.ok(); ++i) {
    parts.labels.push_back(in.text(kLabelBytesMax));
    if (parts.labels.back().empty() || !is_utf8(parts.labels.back())) in.fail();
  }
  if (!is_utf8(parts.name)) in.fail();
}

void read_rules(ByteCursor& in, std::size_t labels, bool with_clauses,
                std::vector<LabelRule>& rules) {
  for (std::size_t i = 0; i < labels; ++i) {
    LabelRule rule;
    rule.linear = in.number<float>();
    rule.network = in.number<float>();
    rule.offset = in.number<float>();
    rule.threshold = in.number<float>();
    if (with_clauses) rule.clause = in.number<float>();
    const float all[] = {rule.linear, rule.network, rule.offset, rule.threshold, rule.clause};
    if (!sound(all) || rule.threshold < 0.001F || rule.threshold > 1) in.fail();
    rules.push_back(rule);
  }
}

}  // namespace

std::string Model::bytes() const {
  std::string out(kMagic);
  append_number(out, clauses_ ? kClauseVersion : kVersion);
  append_text(out, parts_.name);
  append_number(out, static_cast<std::uint8_t>(parts_.task));
  append_number(out, static_cast<std::uint8_t>(parts_.never_none ? 1 : 0));
  append_number(out, parts_.words);
  append_number(out, static_cast<std::uint32_t>(parts_.labels.size()));
  for (const std::string& label : parts_.labels) append_text(out, label);
  append_number(out, static_cast<std::uint8_t>(parts_.linear.bits));
  append_rows(out, parts_.linear, parts_.labels.size());
  append_numbers(out, parts_.linear.scales);
  append_numbers(out, parts_.linear.biases);
  const NetworkPart& net = parts_.network;
  append_number(out, net.hidden);
  if (net.hidden > 0) {
    append_numbers(out, net.first);
    append_numbers(out, net.first_scales);
    append_numbers(out, net.first_biases);
    append_numbers(out, net.second);
    append_numbers(out, net.second_scales);
    append_numbers(out, net.second_biases);
  }
  for (const LabelRule& rule : parts_.rules) {
    for (const float x : {rule.linear, rule.network, rule.offset, rule.threshold})
      append_number(out, x);
    if (clauses_) append_number(out, rule.clause);
  }
  append_number(out, hash_of(out));
  return out;
}

Result<Model> Model::parse(std::string_view bytes) {
  ByteCursor in(bytes);
  if (in.take(kMagic.size()) != kMagic)
    return fail(ErrorCode::corrupt, "this is not a model of Earshot");
  const auto version = in.number<std::uint32_t>();
  if (version != kVersion && version != kClauseVersion)
    return fail(ErrorCode::unsupported, "this model is from another version of Earshot");
  constexpr std::size_t kSumBytes = sizeof(std::uint64_t);
  if (bytes.size() < kSumBytes) return fail(ErrorCode::corrupt, "the model is cut short");
  ByteCursor end(bytes.substr(bytes.size() - kSumBytes));
  if (end.number<std::uint64_t>() != hash_of(bytes.substr(0, bytes.size() - kSumBytes)))
    return fail(ErrorCode::corrupt, "the model's checksum does not match its bytes");

  ModelParts parts;
  read_names(in, parts);
  parts.linear.bits = in.number<std::uint8_t>();
  if (parts.linear.bits < kRowBitsMin || parts.linear.bits > kRowBitsMax ||
      parts.labels.size() << parts.linear.bits > kModelWeightsMax) {
    in.fail();
  }
  if (!in.ok()) return fail(ErrorCode::corrupt, "the model's labels make no sense");
  const std::size_t n = parts.labels.size();
  read_rows(in, n, parts.linear);
  read_numbers(in, n, parts.linear.scales);
  read_numbers(in, n, parts.linear.biases);
  if (!sound(parts.linear.scales) || !sound(parts.linear.biases)) in.fail();
  read_network(in, n, parts.network);
  read_rules(in, n, version == kClauseVersion, parts.rules);
  if (!in.ok() || in.left() != kSumBytes)
    return fail(ErrorCode::corrupt, "the model's weights make no sense");
  return Model(std::move(parts));
}

}  // namespace earshot::text
