#include "core/text/polarity.h"

#include <gtest/gtest.h>

#include <string_view>

namespace earshot::text {
namespace {

Sentiment read(std::string_view comment, std::string_view language) {
  Tokens tokens;
  tokenise(comment, tokens);
  Polarities polarities;
  polarities.read(tokens, language);
  return polarities.sentiment(tokens);
}

struct Said {
  std::string_view language;
  std::string_view comment;
};

TEST(Polarities, PraiseIsHeardWithoutAJudgingWordToo) {
  for (const Said& said : {Said{"en", "Went above and beyond for us"},
                           {"en", "Will be back"},
                           {"en", "Works like a charm"},
                           {"en", "No complaints"},
                           {"en", "Couldn't be happier"},
                           {"es", "Volveremos sin duda"},
                           {"fr", "Rien à redire"},
                           {"de", "Gerne wieder"},
                           {"pt", "Vale a pena"},
                           {"it", "Ne vale la pena"},
                           {"pl", "Polecam każdemu"},
                           {"fi", "Ei valittamista"},
                           {"ar", "يستحق الزيارة"}}) {
    EXPECT_EQ(read(said.comment, said.language).label, Polarity::positive) << said.comment;
  }
}

TEST(Polarities, BlameIsHeardWithoutAJudgingWordToo) {
  for (const Said& said : {Said{"en", "Not impressed"},
                           {"en", "Will not be back"},
                           {"en", "It stopped working"},
                           {"en", "A waste of money"},
                           {"en", "Had to ask three times"},
                           {"es", "Una pérdida de tiempo"},
                           {"fr", "Une perte de temps"},
                           {"de", "Nie wieder"},
                           {"pt", "Perda de tempo"},
                           {"it", "Una perdita di tempo"},
                           {"pl", "Strata czasu"},
                           {"fi", "Ajan hukkaa"},
                           {"ar", "مضيعة للوقت"}}) {
    EXPECT_EQ(read(said.comment, said.language).label, Polarity::negative) << said.comment;
  }
}

TEST(Polarities, ANegationTurnsAWordRound) {
  EXPECT_GT(read("It was good", "en").score, 0);
  EXPECT_LT(read("It was not good", "en").score, 0);
  EXPECT_GT(read("There was no mould", "en").score, 0);
}

TEST(Polarities, WordsOfAnotherLanguageDoNotCount) {
  EXPECT_EQ(read("Das Fell ist dick", "de").label, Polarity::neutral);
  EXPECT_EQ(read("Wir bestellten Suppe und Brot", "de").label, Polarity::neutral);
}

}  // namespace
}  // namespace earshot::text
