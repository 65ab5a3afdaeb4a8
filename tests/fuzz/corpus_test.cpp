// Every committed input, and everything that once broke a decoder, through the same functions that
// libFuzzer drives, in every ordinary build.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "tests/fuzz/target.h"

namespace earshot::fuzz {
namespace {

std::vector<std::filesystem::path> inputs_of(std::string_view target) {
  std::vector<std::filesystem::path> inputs;
  for (const char* kind : {"corpus", "found"}) {
    const auto folder = std::filesystem::path(EARSHOT_FUZZ_FOLDER) / kind / target;
    if (!std::filesystem::is_directory(folder)) continue;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      inputs.push_back(file.path());
    }
  }
  std::sort(inputs.begin(), inputs.end());
  return inputs;
}

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Corpus : public ::testing::TestWithParam<Target> {};

TEST_P(Corpus, KeepsEveryPromise) {
  const auto inputs = inputs_of(GetParam().name);
  EXPECT_FALSE(inputs.empty()) << "no corpus; fuzz-seeds makes one";
  for (const auto& path : inputs) {
    std::clog << path.string() << std::endl;  // the last one is the one that aborts
    GetParam().run(read(path));
  }
  GetParam().run("");
}

INSTANTIATE_TEST_SUITE_P(Of, Corpus, ::testing::ValuesIn(targets()),
                         [](const auto& target) { return std::string(target.param.name); });

}  // namespace
}  // namespace earshot::fuzz
