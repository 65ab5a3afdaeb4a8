// Closes texts for a location, so that only its edge agent can open them (libsodium's sealed box:
// X25519 and XSalsa20-Poly1305 with a key pair made for each text). The file of the public key goes
// to the kiosks, that of the secret key never leaves the edge agent's data folder.
// Owner: whoever holds the key. Threads: values and pure functions, any thread.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace earshot::crypto {

/// What closing a text adds to it, in bytes.
inline constexpr std::size_t kSealBytes = 48;

class PublicKey {
 public:
  /// "earshot-public-key-1 <64 hexadecimal digits>", line ends around it are fine. Error: invalid,
  /// also for a point with which anybody could open what is closed.
  static Result<PublicKey> parse(std::string_view text);
  /// Error: not_found, io, invalid; the message names the file.
  static Result<PublicKey> load(const std::filesystem::path& file);
  [[nodiscard]] std::string text() const;

  /// The closed text: any bytes, never the same ones twice.
  [[nodiscard]] std::string seal(std::string_view plain) const;
  /// The first 8 digits of the key's BLAKE2b, by which people tell keys apart: "3f9a00c1".
  [[nodiscard]] std::string mark() const;

  bool operator==(const PublicKey&) const = default;

 private:
  friend class KeyPair;
  PublicKey() = default;
  std::array<unsigned char, 32> bytes_{};
};

class KeyPair {
 public:
  /// Made of libsodium's own randomness.
  static KeyPair make();
  /// Reads the pair in `folder`, or makes it there when there is none: "location-key.secret"
  /// (0600) and "location-key.public" (0644, written again when it is missing or another's).
  /// Error: invalid when the secret file is damaged or others may read it: it is never replaced,
  /// because what was closed for it could not be opened any more; io, no_space.
  static Result<KeyPair> load_or_make(const std::filesystem::path& folder);

  [[nodiscard]] const PublicKey& public_key() const { return public_key_; }
  /// Error: invalid: closed for another key, cut short or changed.
  [[nodiscard]] Result<std::string> open(std::string_view sealed) const;

 private:
  KeyPair() = default;
  /// Wiped when the last copy goes.
  struct Secret {
    Secret() = default;
    ~Secret();
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    std::array<unsigned char, 32> bytes{};
  };
  std::shared_ptr<Secret> secret_;
  PublicKey public_key_;
};

inline constexpr std::string_view kSecretKeyFile = "location-key.secret";
inline constexpr std::string_view kPublicKeyFile = "location-key.public";

}  // namespace earshot::crypto
