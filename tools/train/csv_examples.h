// Labelled comments out of somebody's CSV file. Owner: tools/train. Threads: one.
// A row that cannot be used is counted and named; its neighbours are not harmed.
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/text/training.h"

namespace earshot::train {

struct CsvColumns {
  std::string text;
  std::string labels;
  std::vector<std::string> contexts;  ///< joined; empty: none
  std::string group;                  ///< "" for none
  char separator = '|';
  bool single = false;  ///< the cell is one label, whatever it holds
};

struct CsvExamples {
  text::TrainingSet set;  ///< labels in the order of their names
  std::uint64_t rows = 0;
  std::uint64_t unlabelled = 0;           ///< rows without text or without label, passed over
  std::uint64_t bad = 0;                  ///< rows that could not be read
  std::vector<std::string> first_faults;  ///< "FILE:LINE: reason", the first few of them
};

/// Errors: invalid (a column that is not there, with those that are), io.
[[nodiscard]] Result<CsvExamples> read_examples(std::istream& in, const std::string& file_name,
                                                const CsvColumns& columns);

}  // namespace earshot::train
