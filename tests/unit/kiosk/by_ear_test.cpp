// A person who sees nothing goes through the whole survey, from the attract screen to the thanks
// and back: five keys, pressed as SDL hears them, and a voice. The real shell and the real drawing;
// nothing is looked at, each step is found by what was heard.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "kiosk/app/keyboard.h"
#include "kiosk/app/narrator.h"
#include "kiosk/app/spoken.h"
#include "tests/unit/kiosk/shell_fixture.h"

namespace earshot::kiosk {
namespace {

/// What this person hears and says, in one language.
struct Tongue {
  const char* tag;
  const char* own_name;
  const char* name;  ///< of the test
  std::vector<std::string> typed;
  std::string comment;
  const char *rating, *title, *recommend, *why, *prices, *more, *call, *purpose, *thanks,
      *next_step;
  const char *first_stop, *any, *prices_off, *prices_on, *next, *optional, *name_field, *skip_this;
  const char *phone_field, *phone_said, *ok, *say_yes, *consent_off, *consent_on, *safe, *code,
      *close;
};

const Tongue kEnglish{.tag = "en",
                      .own_name = "English",
                      .name = "English",
                      .typed = {"Capital H", "i"},
                      .comment = "Hi",
                      .rating = "2 out of 10",
                      .title = "How was it today?",
                      .recommend = "Would you recommend us?",
                      .why = "What made it so?",
                      .prices = "Prices",
                      .more = "Would you like to tell us more?",
                      .call = "May we call you?",
                      .purpose = "To tell you what we did.",
                      .thanks = "Thank you so much.",
                      .next_step = "The manager reads it today.",
                      .first_stop = "0 out of 10, Not at all",
                      .any = "Choose as many as you like.",
                      .prices_off = "Prices, not chosen, 2 of 2",
                      .prices_on = "Prices, chosen, 2 of 2",
                      .next = "Next",
                      .optional = "Optional",
                      .name_field = "Name. Nothing typed yet.",
                      .skip_this = "Only if you like. You can skip this.",
                      .phone_field = "Phone. Nothing typed yet.",
                      .phone_said = "Phone. You have typed: 5550123",
                      .ok = "OK",
                      .say_yes = "Please say yes first, or skip this.",
                      .consent_off = "Yes, you may contact me about this: Off",
                      .consent_on = "Yes, you may contact me about this: On",
                      .safe = "Your answer is safe.",
                      .code = "Your code is: ",
                      .close = "Close"};

const Tongue kArabic{.tag = "ar",
                     .own_name = "العربية",
                     .name = "Arabic",
                     .typed = {"ج", "ي", "د"},
                     .comment = "جيد",
                     .rating = "2 من 10",
                     .title = "كيف كانت زيارتك اليوم؟",
                     .recommend = "هل توصي بنا؟",
                     .why = "ما السبب؟",
                     .prices = "الأسعار",
                     .more = "هل تودّ أن تخبرنا بالمزيد؟",
                     .call = "هل نتصل بك؟",
                     .purpose = "لنخبرك بما فعلنا.",
                     .thanks = "شكرًا جزيلًا لك.",
                     .next_step = "يقرؤه المدير اليوم.",
                     .first_stop = "0 من 10, أبدًا",
                     .any = "اختر ما تشاء من الإجابات.",
                     .prices_off = "الأسعار، لم يتم اختياره، 2 من 2",
                     .prices_on = "الأسعار، تم اختياره، 2 من 2",
                     .next = "التالي",
                     .optional = "اختياري",
                     .name_field = "الاسم. لا شيء مكتوب بعد.",
                     .skip_this = "فقط إن رغبت. يمكنك تخطي ذلك.",
                     .phone_field = "الهاتف. لا شيء مكتوب بعد.",
                     .phone_said = "الهاتف. ما كتبته: 5550123",
                     .ok = "حسنًا",
                     .say_yes = "يرجى الموافقة أولًا، أو تخطي ذلك.",
                     .consent_off = "نعم، يمكنكم التواصل معي بهذا الشأن: متوقف",
                     .consent_on = "نعم، يمكنكم التواصل معي بهذا الشأن: مفعّل",
                     .safe = "إجابتك محفوظة.",
                     .code = "رمزك هو: ",
                     .close = "إغلاق"};

survey::Texts both(const char* Tongue::*words) {
  return {{LanguageTag::trusted("en"), kEnglish.*words},
          {LanguageTag::trusted("ar"), kArabic.*words}};
}

survey::Question asked(const char* id, survey::QuestionKind kind, const char* Tongue::*words) {
  survey::Question question;
  question.id = QuestionId::trusted(id);
  question.kind = kind;
  question.texts = both(words);
  return question;
}

std::shared_ptr<const survey::Survey> whole_survey() {
  auto survey = std::make_shared<survey::Survey>();
  survey->id = SurveyId::trusted("shop");
  survey->version = 1;
  survey->languages = {LanguageTag::trusted("en"), LanguageTag::trusted("ar")};
  survey->title = both(&Tongue::title);
  survey->thanks = both(&Tongue::thanks);
  survey->next_step = both(&Tongue::next_step);
  survey->claim_offered = true;
  auto recommend = asked("recommend", survey::QuestionKind::nps, &Tongue::recommend);
  recommend.low_label = {{LanguageTag::trusted("en"), "Not at all"},
                         {LanguageTag::trusted("ar"), "أبدًا"}};
  auto why = asked("why", survey::QuestionKind::topics, &Tongue::why);
  why.options = {
      {OptionId::trusted("staff"),
       {{LanguageTag::trusted("en"), "Staff"}, {LanguageTag::trusted("ar"), "الموظفون"}}},
      {OptionId::trusted("prices"), both(&Tongue::prices)}};
  auto contact = asked("contact", survey::QuestionKind::contact, &Tongue::call);
  contact.fields = {survey::ContactField::name, survey::ContactField::phone};
  contact.purpose = both(&Tongue::purpose);
  survey->questions = {std::move(recommend), std::move(why),
                       asked("words", survey::QuestionKind::comment, &Tongue::more),
                       std::move(contact)};
  return survey;
}

class Ears final : public Speaker {
 public:
  void say(const std::string& text, const LanguageTag& language, bool) override {
    now.push_back({text, language});
  }
  void stop() override { ++stops; }
  void set_volume(int) override {}

  std::vector<Spoken> now;  ///< since the last key
  int stops = 0;
};

class KeySealer final : public ContactSealer {
 public:
  std::string seal(const ContactDetails& details) override {
    phone = details.phone;
    return "sealed";
  }
  std::string phone;
};

struct Way {
  Tongue tongue;
  bool small;
};
void PrintTo(const Way& way, std::ostream* out) {
  *out << way.tongue.name << (way.small ? " small" : " large");
}

/// Few pixels, so that drawing is quick; the layout is in millimetres and the same as ever.
const Panel kLarge{192, 108, 477}, kSmall{128, 80, 217};

class ByEar : public testing::TestWithParam<Way> {
 protected:
  ByEar() {
    saver_.notices = &notices_;
    shell_.set_follower(
        [this](const Screen& screen, MonoTime now) { narrator_.follow(screen, now); });
    notices_.on_surveys({whole_survey()});
    shell_.start();
  }

  void press(SDL_Scancode code, bool held = false) {
    ears_.now.clear();
    clock_.advance(300ms);
    for (const auto type : {SDL_KEYDOWN, SDL_KEYUP}) {
      SDL_Event event{};
      event.type = type;
      event.key.keysym.scancode = code;
      event.key.repeat = held && type == SDL_KEYDOWN ? 1 : 0;
      ASSERT_EQ(SDL_PushEvent(&event), 1);
    }
    // The key, what the store says to it, and the pictures of what comes of it.
    for (int round = 0; round < 3; ++round) shell_.step(Duration{0});
    if (!ears_.now.empty()) last_ = ears_.now.back().text;
  }
  [[nodiscard]] std::string heard() const {
    std::string all;
    for (const auto& spoken : ears_.now) all += (all.empty() ? "" : " | ") + spoken.text;
    return all;
  }
  /// Moves until these words are heard, one way to the end and then the other.
  void find(const std::string& words) {
    constexpr int kStopsMax = 120;
    for (const auto key : {SDL_SCANCODE_RIGHT, SDL_SCANCODE_LEFT}) {
      for (int i = 0; i < kStopsMax && last_ != words; ++i) {
        press(key);
        if (ears_.now.empty()) break;
      }
    }
    ASSERT_EQ(last_, words) << "was not to be found by ear";
  }
  void choose(const std::string& words) {
    find(words);
    press(SDL_SCANCODE_RETURN);
  }
  /// This was said, in the person's own language.
  void expect_heard(const std::string& words) {
    EXPECT_NE(heard().find(words), std::string::npos) << "not '" << words << "' in: " << heard();
    for (const auto& spoken : ears_.now) {
      EXPECT_EQ(spoken.language.str(), GetParam().tongue.tag) << spoken.text;
    }
  }

  void begin() {
    const auto& t = GetParam().tongue;
    shell_.step(Duration{0});
    EXPECT_TRUE(ears_.now.empty()) << "nobody is there";
    press(SDL_SCANCODE_DOWN);
    EXPECT_EQ(heard(),
              "How was it today? Press the arrow keys to move, and the middle key to choose. | "
              "Touch to begin");
    std::string(t.tag) == "en" ? press(SDL_SCANCODE_RETURN) : choose(t.own_name);
  }
  void say_why() {
    const auto& t = GetParam().tongue;
    expect_heard(t.recommend);
    EXPECT_EQ(last_, t.first_stop);
    choose(t.rating);
    expect_heard(std::string(t.why) + " " + t.any);
    choose(t.prices_off);
    EXPECT_EQ(heard(), t.prices_on);
    choose(t.next);
  }
  void write() {
    const auto& t = GetParam().tongue;
    expect_heard(std::string(t.more) + " " + t.optional);
    for (const auto& letter : t.typed) {
      choose(letter);
      EXPECT_EQ(heard(), letter) << "what was typed is said";
    }
    choose(t.next);
  }
  void leave_a_number() {
    const auto& t = GetParam().tongue;
    expect_heard(std::string(t.call) + " " + t.skip_this + " " + t.purpose);
    EXPECT_EQ(last_, t.name_field);
    choose(t.phone_field);
    expect_heard(t.phone_field);
    for (const auto* digit : {"5", "5", "5", "0", "1", "2", "3"}) {
      choose(digit);
      EXPECT_EQ(heard(), digit);
    }
    if (GetParam().small) {
      choose(t.ok);
      expect_heard(t.phone_said);
    }
    choose(t.next);
    EXPECT_EQ(heard(), t.say_yes);
    choose(t.consent_off);
    EXPECT_EQ(heard(), t.consent_on);
    choose(t.next);
  }

  fakes::FakeClock clock_;
  fakes::SeededRandom random_{11};
  InstantSaver saver_;
  KeySealer sealer_;
  Notices notices_;
  Ears ears_;
  Narrator narrator_{ears_};
  std::string last_;  ///< the last words that were heard: where the focus is
  const Panel panel_ = GetParam().small ? kSmall : kLarge;
  std::unique_ptr<Window> window_ = open_in_memory(panel_.width_px, panel_.height_px);
  Session session_{{.touchpoint = TouchpointId::trusted("checkout"),
                    .language = LanguageTag::trusted("en"),
                    .boot_id = std::string(32, 'b'),
                    .opening_hours = {},
                    .small_panel = GetParam().small},
                   saver_,
                   random_,
                   {.sealer = &sealer_}};
  Shell shell_{*window_, Stage(default_theme(), *Type::load(default_theme()), panel_), session_,
               notices_, clock_};
};

TEST_P(ByEar, ThePersonComesFromTheFirstKeyToTheThanksAndIsHeard) {
  const auto& t = GetParam().tongue;
  begin();
  say_why();
  write();
  leave_a_number();
  expect_heard(std::string(t.thanks) + " " + t.safe + " " + t.next_step + " " + t.code);
  EXPECT_EQ(last_, t.close);

  const auto& response = saver_.saved.back();
  EXPECT_FALSE(response.partial);
  EXPECT_EQ(response.language.str(), t.tag);
  ASSERT_EQ(response.answers.size(), 4U);
  EXPECT_EQ(response.answers[0].rating, 2);
  EXPECT_EQ(response.answers[1].chosen, std::vector<OptionId>{OptionId::trusted("prices")});
  EXPECT_EQ(response.answers[2].text, t.comment);
  EXPECT_EQ(response.answers[3].text, "sealed");
  EXPECT_EQ(sealer_.phone, "5550123");

  clock_.advance(2s);
  press(SDL_SCANCODE_RETURN);
  EXPECT_EQ(shell_.screen().kind, ScreenKind::attract);
  EXPECT_EQ(ears_.stops, 1) << "the next customer is not spoken to before they touch a key";
  EXPECT_EQ(shell_.touches(), 0U) << "no finger took part";
}

TEST_P(ByEar, ALetterThatStandsBehindAnotherIsWrittenByHoldingSelect) {
  const bool english = std::string(GetParam().tongue.tag) == "en";
  begin();
  say_why();
  choose(english ? "Capital E" : "ا");
  press(SDL_SCANCODE_RETURN, true);
  const auto& state = shell_.screen().keyboard;
  const auto accents = accents_of(shell_.screen().language, state, english ? "E" : "ا");
  ASSERT_FALSE(accents.empty());
  EXPECT_NE(heard().find(accents.front()), std::string::npos) << heard();
  press(SDL_SCANCODE_RETURN);
  EXPECT_EQ(shell_.screen().text, accents.front());
}

INSTANTIATE_TEST_SUITE_P(Tongues, ByEar,
                         testing::Values(Way{kEnglish, false}, Way{kEnglish, true},
                                         Way{kArabic, false}, Way{kArabic, true}),
                         [](const auto& info) {
                           return std::string(info.param.tongue.name) +
                                  (info.param.small ? "Small" : "Large");
                         });

}  // namespace
}  // namespace earshot::kiosk
