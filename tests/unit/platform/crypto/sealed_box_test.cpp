#include "platform/crypto/sealed_box.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/stat.h>

#include <algorithm>

#include "platform/system/files.h"
#include "tests/fakes/temp_folder.h"

namespace earshot::crypto {
namespace {

using fakes::TempFolder;

unsigned mode_of(const std::filesystem::path& file) {
  struct stat status {};
  EXPECT_EQ(::stat(file.c_str(), &status), 0);
  return status.st_mode & 0777U;
}

RC_GTEST_PROP(SealedBox, GivesBackWhatItsKeyClosed, (const std::string& plain)) {
  const auto pair = KeyPair::make();
  const auto sealed = pair.public_key().seal(plain);
  RC_ASSERT(sealed.size() == plain.size() + kSealBytes);
  const auto opened = pair.open(sealed);
  RC_ASSERT(opened.has_value());
  RC_ASSERT(*opened == plain);
}

RC_GTEST_PROP(SealedBox, IsRefusedWhenAnyBitOfItChanged, (const std::string& plain)) {
  const auto pair = KeyPair::make();
  auto sealed = pair.public_key().seal(plain);
  const auto bit = *rc::gen::inRange<std::size_t>(0, sealed.size() * 8);
  sealed[bit / 8] = static_cast<char>(sealed[bit / 8] ^ (1 << (bit % 8)));
  RC_ASSERT(!pair.open(sealed));
}

RC_GTEST_PROP(SealedBox, IsRefusedWhenCutShort, (const std::string& plain)) {
  const auto pair = KeyPair::make();
  const auto sealed = pair.public_key().seal(plain);
  const auto length = *rc::gen::inRange<std::size_t>(0, sealed.size());
  RC_ASSERT(!pair.open(std::string_view(sealed).substr(0, length)));
}

TEST(SealedBox, TellsNothingAndIsNeverTheSameTwice) {
  const auto pair = KeyPair::make();
  const std::string words(400, 'w');
  const auto once = pair.public_key().seal(words), again = pair.public_key().seal(words);
  EXPECT_NE(once, again);
  EXPECT_EQ(once.find("www"), std::string::npos);
}

TEST(SealedBox, IsNotOpenedByAnotherLocationsKey) {
  const auto ours = KeyPair::make(), theirs = KeyPair::make();
  const auto opened = theirs.open(ours.public_key().seal("call me"));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::invalid);
  EXPECT_NE(opened.error().message.find(theirs.public_key().mark()), std::string::npos);
}

TEST(KeyFiles, AreMadeOnceAndKept) {
  const TempFolder folder;
  const auto made = KeyPair::load_or_make(folder.path());
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(mode_of(folder.path() / kSecretKeyFile), 0600U);
  EXPECT_EQ(mode_of(folder.path() / kPublicKeyFile), 0644U);
  const auto again = KeyPair::load_or_make(folder.path());
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->public_key(), made->public_key());
  EXPECT_EQ(again->open(made->public_key().seal("call me")), "call me");
  const auto given = PublicKey::load(folder.path() / kPublicKeyFile);
  ASSERT_TRUE(given) << given.error().message;
  EXPECT_EQ(*given, made->public_key());
}

TEST(KeyFiles, ThePublicOneIsWrittenAgainWhenItIsGone) {
  const TempFolder folder;
  const auto made = KeyPair::load_or_make(folder.path());
  ASSERT_TRUE(made);
  std::filesystem::remove(folder.path() / kPublicKeyFile);
  ASSERT_TRUE(KeyPair::load_or_make(folder.path()));
  EXPECT_EQ(PublicKey::load(folder.path() / kPublicKeyFile), made->public_key());
}

TEST(KeyFiles, ADamagedSecretIsNeverReplaced) {
  const TempFolder folder;
  ASSERT_TRUE(KeyPair::load_or_make(folder.path()));
  const auto file = folder.path() / kSecretKeyFile;
  ASSERT_TRUE(system::write_file_atomically(file, "earshot-secret-key-1 12"));
  const auto refused = KeyPair::load_or_make(folder.path());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  EXPECT_EQ(*system::read_file(file), "earshot-secret-key-1 12");
}

TEST(KeyFiles, ASecretThatOthersMayReadIsRefused) {
  const TempFolder folder;
  ASSERT_TRUE(KeyPair::load_or_make(folder.path()));
  ASSERT_EQ(::chmod((folder.path() / kSecretKeyFile).c_str(), 0640), 0);
  const auto refused = KeyPair::load_or_make(folder.path());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("chmod 600"), std::string::npos);
}

TEST(PublicKeyText, IsRefusedWhenItIsNone) {
  const auto text = KeyPair::make().public_key().text();
  EXPECT_TRUE(PublicKey::parse(text + "\n"));
  EXPECT_FALSE(PublicKey::parse(""));
  EXPECT_FALSE(PublicKey::parse(text.substr(0, text.size() - 1)));
  EXPECT_FALSE(PublicKey::parse(text + "00"));
  EXPECT_FALSE(PublicKey::parse("ssh-ed25519 AAAA"));
}

TEST(PublicKeyText, APointThatKeepsNothingClosedIsRefused) {
  EXPECT_FALSE(PublicKey::parse("earshot-public-key-1 " + std::string(64, '0')));
  EXPECT_FALSE(PublicKey::parse("earshot-public-key-1 01" + std::string(62, '0')));
}

}  // namespace
}  // namespace earshot::crypto
