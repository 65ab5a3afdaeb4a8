#include "kiosk/ui/layout.h"

#include <algorithm>

#include "core/base/check.h"

namespace earshot::kiosk {
namespace {

/// A panel whose short side is below this is held at tablet distance.
constexpr double kSmallBelowMm = 180;

struct Metrics {
  double margin;
  double gap;          ///< between answers
  double tile_w_max;   ///< of a numbered button
  double tile_aspect;  ///< height / width
  double face_max;     ///< a face's diameter
  std::size_t tiles_in_row;
};

Metrics metrics_of(Arrangement arrangement) {
  switch (arrangement) {
    case Arrangement::landscape:
      return {24, 9, 44, 1.3, 66, 11};
    case Arrangement::portrait:
      return {18, 8, 46, 1.25, 46, 7};
    case Arrangement::small:
      return {10, 8, 27, 0.76, 34, 7};
  }
  return {};
}

/// The answers in one or more centred rows around `center_y`. Eleven go in rows of six and five
/// where one row would be too narrow for a finger.
std::vector<Box> tile_rows(const Panel& panel, std::size_t count, double center_y, const Metrics& m,
                           bool faces) {
  const std::size_t rows = (count + m.tiles_in_row - 1) / m.tiles_in_row;
  const std::size_t in_row = (count + rows - 1) / rows;
  const double room = panel.width_mm - 2 * m.margin;
  const double n = static_cast<double>(in_row);
  const double w = std::min(faces ? m.face_max : m.tile_w_max, (room - (n - 1) * m.gap) / n);
  const double h = faces ? w : std::max(kTargetMin, w * m.tile_aspect);
  // Few large answers may stand further apart.
  const double gap = std::min(m.gap * 2.2, in_row > 1 ? (room - n * w) / (n - 1) : m.gap);
  const double row_gap = m.gap;
  const double height = static_cast<double>(rows) * h + static_cast<double>(rows - 1) * row_gap;
  std::vector<Box> boxes;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t row = i / in_row;
    const double here = static_cast<double>(std::min(in_row, count - row * in_row));
    const double row_w = here * w + (here - 1) * gap;
    const double column = static_cast<double>(i % in_row);
    boxes.push_back({(panel.width_mm - row_w) / 2 + column * (w + gap),
                     center_y - height / 2 + static_cast<double>(row) * (h + row_gap), w, h});
  }
  return boxes;
}

/// One row: both labels under its ends. Two rows: the low end above the first button, the high end
/// below the last one, so that each label stands beside what it explains.
void place_labels(QuestionLayout& layout, const TypeSizes& sizes, bool rows) {
  const double label_h = sizes.text * 1.3;
  const auto& first = layout.answers.front();
  const auto& last = layout.answers.back();
  const double below = last.bottom() + kGapMin;
  const double half = rows ? last.right() - first.x : (last.right() - first.x - kGapMin) / 2;
  layout.low_label = {first.x, rows ? first.y - label_h - kGapMin : below, half, label_h};
  layout.high_label = {last.right() - half, below, half, label_h};
}

/// Two rows on a small panel leave no room for a label above them: both stand below, each naming
/// its rating, and everything is stacked from the helpers upwards.
void stack_small(QuestionLayout& layout, const TypeSizes& sizes) {
  const auto& row = layout.answers;
  const double left = row.front().x;
  double right = left;
  for (const auto& box : row) right = std::max(right, box.right());
  const double label_h = sizes.text_small * 3;  // two lines of it, or one of the larger
  const double label_y = layout.helpers.y - kGapMin - label_h;
  const double half = (right - left - kGapMin) / 2;
  layout.labels_name_rating = true;
  layout.low_label = {left, label_y, half, label_h};
  layout.high_label = {right - half, label_y, half, label_h};
  const double up = label_y - kGapMin - row.back().bottom();
  for (auto& box : layout.answers) box.y += up;
  layout.question.h = row.front().y - kGapMin - layout.question.y;
}

Box helper_row(const Panel& panel) {
  const auto m = metrics_of(arrangement_of(panel));
  const double bottom = arrangement_of(panel) == Arrangement::small ? 3 : 8;
  return {m.margin, panel.height_mm() - kTargetMin - bottom, panel.width_mm - 2 * m.margin,
          kTargetMin};
}

}  // namespace

double guess_width_mm(int width_px, int height_px) {
  return width_px * (std::max(width_px, height_px) >= 1600 ? 0.2484 : 0.1696);
}

Arrangement arrangement_of(const Panel& panel) {
  if (std::min(panel.width_mm, panel.height_mm()) < kSmallBelowMm) return Arrangement::small;
  return panel.height_px > panel.width_px ? Arrangement::portrait : Arrangement::landscape;
}

TypeSizes type_sizes(Arrangement arrangement) {
  switch (arrangement) {
    case Arrangement::landscape:
      return {14, 10.5, 8, 6};
    case Arrangement::portrait:
      return {14, 10.5, 7, 4.8};
    case Arrangement::small:
      return {8, 6.4, 5.4, 4.8};  // stood nearer to; 4.8 mm is the floor
  }
  return {};
}

AttractLayout attract_layout(const Panel& panel) {
  const auto arrangement = arrangement_of(panel);
  const double w = panel.width_mm;
  const double h = panel.height_mm();
  AttractLayout layout;
  layout.helpers = helper_row(panel);
  if (arrangement == Arrangement::landscape) {
    layout.bubble = {w * 0.13, h * 0.11, w * 0.74, h * 0.40};
    layout.begin = {w / 2 - 85, h * 0.635, 170, 36};
  } else if (arrangement == Arrangement::portrait) {
    layout.bubble = {w * 0.08, h * 0.17, w * 0.84, h * 0.29};
    layout.begin = {w / 2 - 85, h * 0.575, 170, 40};
  } else {
    layout.bubble = {w * 0.11, h * 0.08, w * 0.78, h * 0.40};
    layout.begin = {w / 2 - 50, h * 0.60, 100, 23};
  }
  return layout;
}

QuestionLayout question_layout(const Panel& panel, survey::QuestionKind kind) {
  const auto scale = survey::scale_of(kind);
  EARSHOT_CHECK(scale.has_value());
  const auto arrangement = arrangement_of(panel);
  const auto m = metrics_of(arrangement);
  const auto sizes = type_sizes(arrangement);
  const double w = panel.width_mm;
  const double h = panel.height_mm();
  const bool small = arrangement == Arrangement::small;

  QuestionLayout layout;
  layout.faces = kind == survey::QuestionKind::smiley || kind == survey::QuestionKind::csat;
  layout.helpers = helper_row(panel);
  layout.question = {m.margin, small ? 6 : h * 0.06, w - 2 * m.margin, small ? 27 : h * 0.27};
  const double center = h * (arrangement == Arrangement::portrait ? 0.52 : small ? 0.535 : 0.55);
  const auto count = static_cast<std::size_t>(scale->highest - scale->lowest + 1);
  layout.answers = tile_rows(panel, count, center, m, layout.faces);
  const bool rows = layout.answers.back().y > layout.answers.front().y;
  if (small && rows) {
    stack_small(layout, sizes);
  } else {
    place_labels(layout, sizes, rows);
  }
  return layout;
}

MessageLayout message_layout(const Panel& panel) {
  const auto arrangement = arrangement_of(panel);
  const double w = panel.width_mm;
  const double h = panel.height_mm();
  const auto m = metrics_of(arrangement);
  const double d = arrangement == Arrangement::small ? 40 : 84;
  const double top = h * (arrangement == Arrangement::portrait ? 0.26 : 0.17);
  MessageLayout layout;
  layout.sign = {w / 2 - d / 2, top, d, d};
  const double text_h = arrangement == Arrangement::small ? 32 : 56;
  layout.title = {m.margin, layout.sign.bottom() + d * 0.26, w - 2 * m.margin, text_h};
  layout.text = {m.margin, layout.title.bottom(), w - 2 * m.margin, text_h * 0.6};
  layout.gap = type_sizes(arrangement).title * 1.05;
  return layout;
}

std::vector<Box> flow(const Box& row, const std::vector<double>& widths, double gap) {
  std::vector<std::vector<double>> rows(1);
  double used = 0;
  for (const double width : widths) {
    const double w = std::max(width, kTargetMin);
    if (!rows.back().empty() && used + gap + w > row.w) {
      rows.emplace_back();
      used = 0;
    }
    used += (rows.back().empty() ? 0 : gap) + w;
    rows.back().push_back(w);
  }
  std::vector<Box> boxes;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    double total = gap * static_cast<double>(rows[r].size() - 1);
    for (const double w : rows[r]) total += w;
    double x = row.center_x() - total / 2;
    const double y = row.y - static_cast<double>(rows.size() - 1 - r) * row.h;
    for (const double w : rows[r]) {
      boxes.push_back({x, y, w, row.h});
      x += w + gap;
    }
  }
  return boxes;
}

}  // namespace earshot::kiosk
