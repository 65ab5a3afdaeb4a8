// The ledger of erasures: on the disk before anything else, and readable whatever happened to it.
#include "platform/system/erasure_ledger.h"

#include <gtest/gtest.h>

#include <fstream>

#include "platform/system/files.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::system {
namespace {

ResponseId id_of(char digit) { return *ResponseId::parse(std::string(32, digit)); }

TEST(ErasureLedgerFile, IsReadBackAsWritten) {
  const fakes::TempFolder folder;
  auto ledger = ErasureLedger::open(folder / "erasures.txt");
  ASSERT_TRUE(ledger.has_value());
  EXPECT_TRUE(ledger->entries().empty());
  ASSERT_TRUE(ledger->add(id_of('a'), {1000}).has_value());
  ASSERT_TRUE(ledger->add(id_of('b'), {2000}).has_value());
  ASSERT_TRUE(ledger->add(id_of('a'), {3000}).has_value());  // the first one stays
  const auto again = ErasureLedger::open(folder / "erasures.txt");
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->entries(), ledger->entries());
  EXPECT_EQ(again->entries().at(id_of('a')).ms, 1000);
  EXPECT_TRUE(again->contains(id_of('b')));
}

TEST(ErasureLedgerFile, ALineThatAPowerCutLeftHarmsNoOther) {
  const fakes::TempFolder folder;
  const auto file = folder / "erasures.txt";
  std::ofstream(file) << id_of('a').str() << " 1000\n" << id_of('b').str().substr(0, 9);
  auto ledger = ErasureLedger::open(file);
  ASSERT_TRUE(ledger.has_value());
  EXPECT_EQ(ledger->entries().size(), 1u);
  ASSERT_TRUE(ledger->add(id_of('c'), {2000}).has_value());
  const auto again = ErasureLedger::open(file);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->entries().size(), 2u);
  EXPECT_TRUE(again->contains(id_of('c')));
}

TEST(ErasureLedgerFile, SaysWhyItCannotBeWritten) {
  const fakes::TempFolder folder;
  auto ledger = ErasureLedger::open(folder / "no-such-folder/erasures.txt");
  ASSERT_TRUE(ledger.has_value());
  const auto added = ledger->add(id_of('a'), {1000});
  ASSERT_FALSE(added.has_value());
  EXPECT_FALSE(ledger->contains(id_of('a')));
}

}  // namespace
}  // namespace earshot::system
