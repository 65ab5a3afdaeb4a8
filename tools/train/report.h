// A training's held-out figures as a table for people. Owner: tools/train. Threads: any.
#pragma once

#include <ostream>

#include "core/text/training.h"

namespace earshot::train {

/// Per label precision, recall and F1 with 95 % intervals, then all labels together.
void print_report(const text::TrainingReport& report, text::LabelTask task, std::ostream& out);

}  // namespace earshot::train
