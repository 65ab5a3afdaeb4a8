// Closes what customers write before it touches this kiosk's disk: whoever takes the kiosk away
// reads ratings and no word. Only the location's edge agent has the key that opens it.
// Owner: main. Threads: any; nothing changes after it was made.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/wire/codec.h"
#include "kiosk/app/ports.h"
#include "platform/crypto/sealed_box.h"

namespace earshot::kiosk {

/// What may be asked on a kiosk whose location's key is not known.
enum class WithoutKey {
  no_words,        ///< neither contact details nor comments are asked for
  words_in_clear,  ///< comments are, and lie open on this disk: the configuration says so
};

class WordSealer final : public ContactSealer {
 public:
  explicit WordSealer(crypto::PublicKey key) : key_(key) {}

  /// Closed by itself, and stays so in the edge agent's store until a person opens it there.
  [[nodiscard]] std::string seal(const ContactDetails& details) override;

  /// The record for the outbox: as encode_record when it has no words, else sealed.
  [[nodiscard]] std::string close(const wire::ResponseRecord& record) const;
  /// Anything else that is for the location alone.
  [[nodiscard]] std::string seal(std::string_view plain) const { return key_.seal(plain); }
  /// By which people tell keys apart.
  [[nodiscard]] std::string key_mark() const { return key_.mark(); }

 private:
  const crypto::PublicKey key_;
};

/// The survey without the questions that must not be asked. Its first one is a rating, and stays.
[[nodiscard]] std::shared_ptr<const survey::Survey> without_words(
    std::shared_ptr<const survey::Survey> survey);

}  // namespace earshot::kiosk
