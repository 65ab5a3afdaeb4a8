#include "core/text/polarity.h"

#include <gtest/gtest.h>

#include <initializer_list>
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

void expect(Polarity polarity, std::initializer_list<Said> all) {
  for (const Said& said : all)
    EXPECT_EQ(read(said.comment, said.language).label, polarity) << said.comment;
}

TEST(Polarities, PraiseIsHeardWithoutAJudgingWordToo) {
  expect(Polarity::positive, {Said{"en", "Went above and beyond for us"},
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
                              {"ar", "يستحق الزيارة"}});
}

TEST(Polarities, BlameIsHeardWithoutAJudgingWordToo) {
  expect(Polarity::negative, {Said{"en", "Not impressed"},
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
                              {"ar", "مضيعة للوقت"}});
}

TEST(Polarities, ANegationTurnsAWordRound) {
  EXPECT_GT(read("It was good", "en").score, 0);
  EXPECT_LT(read("It was not good", "en").score, 0);
  EXPECT_GT(read("There was no mould", "en").score, 0);
}

TEST(Polarities, WordsOfAnotherLanguageDoNotCount) {
  EXPECT_EQ(read("Das Fell ist dick", "de").label, Polarity::neutral);
}

TEST(Polarities, AStarDoesNotReachOtherWords) {
  expect(Polarity::neutral, {Said{"de", "Wir bestellten Suppe und Brot"},
                             {"fr", "La vidéo est au mur"},
                             {"pl", "Drogeria na rogu"},
                             {"es", "Por la tarde con lentejas"}});
}

}  // namespace
}  // namespace earshot::text
