#include "core/wire/export_file.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace earshot::wire {
namespace {

ExportFile file_of(const std::vector<std::string>& frames) {
  ExportFile file{DeviceId::trusted("till-1"), {}};
  for (const auto& bytes : frames) {
    file.frames.push_back(
        {bytes.size() % 2 == 0 ? relay::Stream::urgent : relay::Stream::responses, bytes});
  }
  return file;
}

RC_GTEST_PROP(ExportFile, GivesBackItsFrames, (const std::vector<std::string>& frames)) {
  const auto file = file_of(frames);
  const auto read = decode_export(encode_export(file));
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == file);
}

RC_GTEST_PROP(ExportFile, IsRefusedWhereverItWasCut, (const std::vector<std::string>& frames)) {
  const auto bytes = encode_export(file_of(frames));
  const auto length = *rc::gen::inRange<std::size_t>(0, bytes.size());
  RC_ASSERT(!decode_export(std::string_view(bytes).substr(0, length)));
}

TEST(ExportFile, IsRefusedWithMoreBehindIt) {
  EXPECT_TRUE(decode_export("earshot-export-1 till-1\nend 0\n"));
  EXPECT_FALSE(decode_export("earshot-export-1 till-1\nend 0\nx"));
  EXPECT_FALSE(decode_export("earshot-export-1 till-1\nend 1\n"));
  EXPECT_FALSE(decode_export("earshot-export-1 Till 1\nend 0\n"));
  EXPECT_FALSE(decode_export("earshot-export-2 till-1\nend 0\n"));
}

TEST(ExportFile, BelievesNoLength) {
  EXPECT_FALSE(decode_export("earshot-export-1 till-1\nframe urgent 18446744073709551615\nx\n"));
  EXPECT_FALSE(decode_export("earshot-export-1 till-1\nframe urgent 99999\nx\nend 1\n"));
  EXPECT_FALSE(decode_export("earshot-export-1 till-1\nframe cellar 1\nx\nend 1\n"));
}

}  // namespace
}  // namespace earshot::wire
