#include "platform/crypto/sealed_box.h"

#include <sodium.h>
#include <sys/stat.h>

#include <algorithm>

#include "core/base/check.h"
#include "core/base/hex.h"
#include "platform/crypto/mark.h"
#include "platform/system/files.h"

namespace earshot::crypto {
namespace {

constexpr std::string_view kPublicBegin = "earshot-public-key-1 ";
constexpr std::string_view kSecretBegin = "earshot-secret-key-1 ";
constexpr std::size_t kKeyFileBytesMax = 1024;
using KeyBytes = std::array<unsigned char, 32>;

static_assert(crypto_box_PUBLICKEYBYTES == std::tuple_size_v<KeyBytes>);
static_assert(crypto_box_SECRETKEYBYTES == std::tuple_size_v<KeyBytes>);
static_assert(crypto_box_SEALBYTES == kSealBytes);

void start_sodium() { EARSHOT_CHECK(sodium_init() >= 0); }

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

Result<KeyBytes> parse_key(std::string_view text, std::string_view begin) {
  text = trimmed(text);
  KeyBytes key{};
  if (text.starts_with(begin)) {
    const auto bytes = from_hex(text.substr(begin.size()));
    if (bytes && bytes->size() == key.size()) {
      std::transform(bytes->begin(), bytes->end(), key.begin(),
                     [](std::byte byte) { return std::to_integer<unsigned char>(byte); });
      return key;
    }
  }
  return fail(ErrorCode::invalid,
              "this is no key: it begins with '" + std::string(begin) + "' and has 64 digits");
}

std::string key_text(std::string_view begin, const KeyBytes& key) {
  return std::string(begin) + to_hex(std::as_bytes(std::span(key)));
}

/// X25519 with these points gives a secret that everybody knows.
bool is_weak(const KeyBytes& key) {
  KeyBytes scalar{}, shared{};
  scalar.fill(0x42);
  return crypto_scalarmult(shared.data(), scalar.data(), key.data()) != 0;
}

bool others_may_read(const std::filesystem::path& file) {
  struct stat status {};
  return ::stat(file.c_str(), &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0;
}

Result<void> publish(const std::filesystem::path& file, const PublicKey& key) {
  const auto there = PublicKey::load(file);
  if (there && *there == key) return {};
  if (auto written = system::write_file_atomically(file, key.text() + "\n"); !written) {
    return written;
  }
  // For whoever sets up kiosks.
  if (::chmod(file.c_str(), S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH) != 0) {
    return fail(ErrorCode::io, "cannot let others read " + file.string());
  }
  return {};
}

}  // namespace

Result<PublicKey> PublicKey::parse(std::string_view text) {
  start_sodium();
  const auto bytes = parse_key(text, kPublicBegin);
  if (!bytes) return tl::unexpected(bytes.error());
  if (is_weak(*bytes)) return fail(ErrorCode::invalid, "this key would keep nothing closed");
  PublicKey key;
  key.bytes_ = *bytes;
  return key;
}

Result<PublicKey> PublicKey::load(const std::filesystem::path& file) {
  const auto text = system::read_file(file, kKeyFileBytesMax);
  if (!text) return tl::unexpected(text.error());
  auto key = parse(*text);
  if (!key) {
    return fail(key.error().code, file.string() + ": " + key.error().message +
                                      "; copy location-key.public from the edge agent again");
  }
  return key;
}

std::string PublicKey::text() const { return key_text(kPublicBegin, bytes_); }

std::string PublicKey::mark() const {
  return mark_of({reinterpret_cast<const char*>(bytes_.data()), bytes_.size()});
}

std::string PublicKey::seal(std::string_view plain) const {
  start_sodium();
  std::string sealed(plain.size() + kSealBytes, '\0');
  const int done = crypto_box_seal(reinterpret_cast<unsigned char*>(sealed.data()),
                                   reinterpret_cast<const unsigned char*>(plain.data()),
                                   plain.size(), bytes_.data());
  EARSHOT_CHECK(done == 0);  // only for weak keys, and `parse` refuses those
  return sealed;
}

KeyPair::Secret::~Secret() { sodium_memzero(bytes.data(), bytes.size()); }

KeyPair KeyPair::make() {
  start_sodium();
  KeyPair pair;
  pair.secret_ = std::make_shared<Secret>();
  crypto_box_keypair(pair.public_key_.bytes_.data(), pair.secret_->bytes.data());
  return pair;
}

Result<KeyPair> KeyPair::load_or_make(const std::filesystem::path& folder) {
  start_sodium();
  const auto file = folder / kSecretKeyFile;
  auto text = system::read_file(file, kKeyFileBytesMax);
  if (!text && text.error().code != ErrorCode::not_found) return tl::unexpected(text.error());
  KeyPair pair;
  if (!text) {
    pair = make();
    auto line = key_text(kSecretBegin, pair.secret_->bytes) + "\n";
    const auto written = system::write_file_atomically(file, line);
    sodium_memzero(line.data(), line.size());
    if (!written) return tl::unexpected(written.error());
  } else {
    if (others_may_read(file)) {
      return fail(ErrorCode::invalid, file.string() +
                                          " can be read by others than its owner; see who did, "
                                          "then chmod 600 it");
    }
    const auto bytes = parse_key(*text, kSecretBegin);
    sodium_memzero(text->data(), text->size());
    if (!bytes) {
      return fail(ErrorCode::invalid, file.string() +
                                          " is damaged; put it back from a backup, because only it "
                                          "opens what kiosks have closed");
    }
    pair.secret_ = std::make_shared<Secret>();
    pair.secret_->bytes = *bytes;
    crypto_scalarmult_base(pair.public_key_.bytes_.data(), bytes->data());
  }
  if (auto told = publish(folder / kPublicKeyFile, pair.public_key_); !told) {
    return tl::unexpected(told.error());
  }
  return pair;
}

Result<std::string> KeyPair::open(std::string_view sealed) const {
  if (sealed.size() < kSealBytes) return fail(ErrorCode::invalid, "it is too short to be closed");
  std::string plain(sealed.size() - kSealBytes, '\0');
  const int done =
      crypto_box_seal_open(reinterpret_cast<unsigned char*>(plain.data()),
                           reinterpret_cast<const unsigned char*>(sealed.data()), sealed.size(),
                           public_key_.bytes_.data(), secret_->bytes.data());
  if (done != 0) {
    return fail(ErrorCode::invalid, "it was closed for another key than " + public_key_.mark() +
                                        ", or changed on its way");
  }
  return plain;
}

}  // namespace earshot::crypto
