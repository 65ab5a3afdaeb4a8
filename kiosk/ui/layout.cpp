#include "kiosk/ui/layout.h"

#include <algorithm>

#include "core/base/check.h"

namespace earshot::kiosk {
namespace {

/// A panel whose short side is below this is held at tablet distance.
constexpr double kSmallBelowMm = 180;
/// Capitals of two lines and what lies between them, as a multiple of a capital's height.
constexpr double kTwoLines = 2.86;

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
      return {7, 8, 27, 0.74, 34, 7};
  }
  return {};
}

/// The answers in one or more centred rows around `center_y`. Eleven go in rows of six and five
/// where one row would be too narrow for a finger.
std::vector<Box> tile_rows(const Frame& frame, std::size_t count, double center_y, const Metrics& m,
                           bool square) {
  const std::size_t rows = (count + m.tiles_in_row - 1) / m.tiles_in_row;
  const std::size_t in_row = (count + rows - 1) / rows;
  const double room = frame.width - 2 * m.margin;
  const double n = static_cast<double>(in_row);
  const double most = square ? m.face_max : m.tile_w_max;
  const double w = std::min(frame.low_reach ? most * 0.86 : most, (room - (n - 1) * m.gap) / n);
  const double h = square ? w : std::max(kTargetMin, w * m.tile_aspect);
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
    boxes.push_back({(frame.width - row_w) / 2 + column * (w + gap),
                     center_y - height / 2 + static_cast<double>(row) * (h + row_gap), w, h});
  }
  return boxes;
}

void move_down(std::vector<Box>& boxes, double by) {
  for (auto& box : boxes) box.y += by;
}

/// One row: both labels under its ends. Two rows: the low end above the first button, the high end
/// below the last one, so that each label stands beside what it explains.
void place_labels(QuestionLayout& layout, const TypeSizes& sizes, bool rows) {
  const double label_h = rows ? sizes.text * 1.3 : sizes.text * 3.2;
  const auto& first = layout.answers.front();
  const auto& last = layout.answers.back();
  const double below = last.bottom() + kGapMin;
  const double half = rows ? last.right() - first.x : (last.right() - first.x - kGapMin) / 2;
  layout.low_label = {first.x, rows ? first.y - label_h - kGapMin : below, half, label_h};
  layout.high_label = {last.right() - half, below, half, label_h};
}

/// Two rows on a small panel leave no room for a label above them: both stand below, each naming
/// its rating, and everything is stacked from the helpers upwards.
void stack_small(QuestionLayout& layout, const Frame& frame) {
  const auto& row = layout.answers;
  const double left = row.front().x;
  double right = left;
  for (const auto& box : row) right = std::max(right, box.right());
  const double label_h = kCapMin * kTwoLines;
  const double label_y = frame.bottom.y - kGapMin - label_h;
  const double half = (right - left - kGapMin) / 2;
  layout.labels_name_rating = true;
  layout.low_label = {left, label_y, half, label_h};
  layout.high_label = {right - half, label_y, half, label_h};
  move_down(layout.answers, label_y - kGapMin - row.back().bottom());
  layout.question.h = row.front().y - kGapMin - layout.question.y;
}

/// One row on a small panel: answers and labels in the middle of what question and helpers leave.
void center_small(QuestionLayout& layout, const Frame& frame) {
  const double label_h = frame.sizes.text_small * kTwoLines;
  const double top = layout.question.bottom() + kGapMin, end = frame.bottom.y - kGapMin;
  const double height = layout.answers.front().h + kGapMin + label_h;
  const double y = top + std::max(0.0, (end - top - height) / 2);
  move_down(layout.answers, y - layout.answers.front().y);
  const auto& first = layout.answers.front();
  const auto& last = layout.answers.back();
  const double half = (last.right() - first.x - kGapMin) / 2;
  layout.low_label = {first.x, first.bottom() + kGapMin, half, label_h};
  layout.high_label = {last.right() - half, first.bottom() + kGapMin, half, label_h};
}

/// Everything as low as it goes, the question right above it.
void stack_low(QuestionLayout& layout, const Frame& frame) {
  const double down =
      frame.body.bottom() - std::max(layout.high_label.bottom(), layout.answers.back().bottom());
  move_down(layout.answers, down);
  layout.low_label.y += down;
  layout.high_label.y += down;
  const double top = std::min(layout.low_label.y, layout.answers.front().y);
  layout.question.y = std::max(frame.body.y, top - 2 * kGapMin - layout.question.h);
}

}  // namespace

double guess_width_mm(int width_px, int height_px) {
  return width_px * (std::max(width_px, height_px) >= 1600 ? 0.2484 : 0.1696);
}

Arrangement arrangement_of(const Panel& panel) {
  if (std::min(panel.width_mm, panel.height_mm()) < kSmallBelowMm) return Arrangement::small;
  return panel.height_px > panel.width_px ? Arrangement::portrait : Arrangement::landscape;
}

TypeSizes type_sizes(Arrangement arrangement, bool large) {
  switch (arrangement) {
    case Arrangement::landscape:
      return large ? TypeSizes{17, 12, 11, 8.5} : TypeSizes{14, 10.5, 8, 6};
    case Arrangement::portrait:
      return large ? TypeSizes{16, 11, 9.5, 7} : TypeSizes{14, 10.5, 7, 4.8};
    case Arrangement::small:  // stood nearer to; 4.8 mm is the floor
      return large ? TypeSizes{9.6, 7.2, 7.2, 6} : TypeSizes{8, 6.4, 5.4, kCapMin};
  }
  return {};
}

Frame frame_of(const Panel& panel, bool large, bool low_reach) {
  Frame frame;
  frame.arrangement = arrangement_of(panel);
  frame.small = frame.arrangement == Arrangement::small;
  frame.low_reach = low_reach;
  frame.width = panel.width_mm;
  frame.height = panel.height_mm();
  frame.margin = metrics_of(frame.arrangement).margin;
  frame.sizes = type_sizes(frame.arrangement, large);
  const bool portrait = frame.arrangement == Arrangement::portrait;
  frame.row_h = frame.small ? kTargetMin : 24;
  const double from_edge = frame.small ? 4 : portrait ? 14 : 11;
  const double room = frame.width - 2 * frame.margin;
  frame.bottom = {frame.margin, frame.height - frame.row_h - from_edge, room, frame.row_h};
  frame.way = frame.bottom;
  if (portrait) frame.way.y -= frame.row_h + kGapMin * 1.5;
  const double line_w = frame.small ? 60 : 120;
  frame.progress = {(frame.width - line_w) / 2, frame.small ? 2.6 : 9, line_w,
                    frame.small ? 1.6 : 2.6};
  // A tall panel has room for "help me now" above everything.
  const double top = portrait ? 52 : frame.progress.bottom() + (frame.small ? 3.4 : 8);
  frame.body = {frame.margin, top, room, frame.way.y - kGapMin - top};
  return frame;
}

double reach_top(const Frame& frame) {
  switch (frame.arrangement) {
    case Arrangement::landscape:
      return frame.height * 0.42;
    case Arrangement::portrait:
      return frame.height * 0.52;
    case Arrangement::small:
      return 0;  // all of it is as near as its lower part
  }
  return 0;
}

AttractLayout attract_layout(const Frame& frame) {
  const double w = frame.width, h = frame.height;
  AttractLayout layout;
  layout.languages = frame.bottom;
  layout.languages.y = frame.bottom.y - frame.row_h - kGapMin;
  if (frame.arrangement == Arrangement::landscape) {
    layout.bubble = {w * 0.13, h * 0.09, w * 0.74, h * 0.40};
    layout.begin = {w / 2 - 85, h * 0.575, 170, 36};
  } else if (frame.arrangement == Arrangement::portrait) {
    layout.bubble = {w * 0.08, h * 0.17, w * 0.84, h * 0.29};
    layout.begin = {w / 2 - 85, h * 0.575, 170, 40};
  } else {
    layout.begin = {w / 2 - 52, layout.languages.y - kGapMin - 21, 104, 21};
    layout.bubble = {w * 0.11, 6, w * 0.78, layout.begin.y - kGapMin - 6};
  }
  if (frame.low_reach) {
    // On a tall panel the languages may take two rows.
    const double second = frame.arrangement == Arrangement::portrait ? frame.row_h : 0;
    const double end = layout.languages.y - second - 2 * kGapMin;
    const double down = std::max(0.0, end - layout.begin.bottom());
    layout.begin.y += down;
    layout.bubble.y += down * 0.7;
  }
  return layout;
}

RatingLook rating_look(const survey::Question& question) {
  switch (question.look) {
    case survey::Look::numbers:
      return RatingLook::numbers;
    case survey::Look::faces:
      return RatingLook::faces;
    case survey::Look::stars:
      return RatingLook::stars;
    case survey::Look::automatic:
      break;
  }
  const bool faces =
      question.kind == survey::QuestionKind::smiley || question.kind == survey::QuestionKind::csat;
  return faces ? RatingLook::faces : RatingLook::numbers;
}

QuestionLayout question_layout(const Frame& frame, int count, RatingLook look) {
  EARSHOT_CHECK(count > 0);
  const auto m = metrics_of(frame.arrangement);
  const double h = frame.height;
  QuestionLayout layout;
  layout.question = frame.body;
  layout.question.h = frame.small ? 25 : h * 0.333 - frame.body.y;
  const double center = h * (frame.arrangement == Arrangement::portrait ? 0.53
                             : frame.small                              ? 0.53
                                                                        : 0.545);
  layout.answers =
      tile_rows(frame, static_cast<std::size_t>(count), center, m, look != RatingLook::numbers);
  const bool rows = layout.answers.back().y > layout.answers.front().y;
  if (frame.small) {
    rows ? stack_small(layout, frame) : center_small(layout, frame);
  } else {
    place_labels(layout, frame.sizes, rows);
    if (frame.low_reach) stack_low(layout, frame);
  }
  return layout;
}

PageLayout page_layout(const Frame& frame) {
  PageLayout layout;
  const auto& body = frame.body;
  const double title_h = frame.small ? 16 : frame.sizes.title * 2.95;
  layout.title = {body.x, body.y, body.w, title_h};
  double top = body.y + title_h + (frame.small ? 3 : kGapMin * 1.5);
  if (frame.low_reach) {
    const double low = std::max(top, reach_top(frame));
    layout.title.y += low - top;
    top = low;
  }
  layout.content = {body.x, top, body.w, body.bottom() - top};
  return layout;
}

MessageLayout message_layout(const Frame& frame) {
  const double w = frame.width, h = frame.height;
  const double d = frame.small ? 34 : 84;
  const double top = h * (frame.arrangement == Arrangement::portrait ? 0.24
                          : frame.small                              ? 0.09
                                                                     : 0.12);
  MessageLayout layout;
  layout.sign = {w / 2 - d / 2, top, d, d};
  const double text_h = frame.small ? 30 : 56;
  const double margin = frame.margin * (frame.small ? 2 : 1.5);
  layout.title = {margin, layout.sign.bottom() + d * 0.24, w - 2 * margin, text_h};
  layout.text = {margin, layout.title.bottom(), w - 2 * margin, text_h * 0.8};
  layout.gap = frame.sizes.title * 1.05;
  return layout;
}

namespace {

using Rows = std::vector<std::vector<double>>;

Rows rows_of(const std::vector<double>& widths, double room, double gap) {
  Rows rows(1);
  double used = 0;
  for (const double width : widths) {
    const double w = std::max(width, kTargetMin);
    if (!rows.back().empty() && used + gap + w > room) {
      rows.emplace_back();
      used = 0;
    }
    used += (rows.back().empty() ? 0 : gap) + w;
    rows.back().push_back(w);
  }
  return rows;
}

}  // namespace

std::vector<Box> flow(const Box& row, const std::vector<double>& widths, double gap,
                      double row_gap) {
  Rows rows = rows_of(widths, row.w, gap);
  // As narrow as that many rows allow, so that no last row has a single one beside full rows.
  double low = row.w / static_cast<double>(rows.size()) * 0.8, high = row.w;
  for (int step = 0; step < 8 && rows.size() > 1; ++step) {
    const double middle = (low + high) / 2;
    const auto tried = rows_of(widths, middle, gap);
    (tried.size() <= rows.size() ? high : low) = middle;
  }
  if (rows.size() > 1) rows = rows_of(widths, high, gap);
  std::vector<Box> boxes;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    double total = gap * static_cast<double>(rows[r].size() - 1);
    for (const double w : rows[r]) total += w;
    double x = row.center_x() - total / 2;
    const double y = row.y - static_cast<double>(rows.size() - 1 - r) * (row.h + row_gap);
    for (const double w : rows[r]) {
      boxes.push_back({x, y, w, row.h});
      x += w + gap;
    }
  }
  return boxes;
}

std::vector<Box> grid(const Box& area, std::size_t count, std::size_t columns, double gap,
                      double height_max) {
  std::vector<Box> boxes;
  if (count == 0) return boxes;
  columns = std::clamp<std::size_t>(columns, 1, count);
  const auto rows = (count + columns - 1) / columns;
  const auto across = static_cast<double>(columns), down = static_cast<double>(rows);
  const double w = (area.w - (across - 1) * gap) / across;
  const double h = std::min(height_max, (area.h - (down - 1) * gap) / down);
  const double top = area.y + std::max(0.0, (area.h - down * h - (down - 1) * gap) / 2);
  for (std::size_t i = 0; i < count; ++i) {
    const auto row = i / columns;
    const auto here = static_cast<double>(std::min(columns, count - row * columns));
    const double left = area.center_x() - (here * w + (here - 1) * gap) / 2;
    boxes.push_back({left + static_cast<double>(i % columns) * (w + gap),
                     top + static_cast<double>(row) * (h + gap), w, h});
  }
  return boxes;
}

double top_above(double below, double height, double cap) {
  constexpr double kDeeper = 0.12;
  return (below - height) / 2 - cap * kDeeper;
}

}  // namespace earshot::kiosk
