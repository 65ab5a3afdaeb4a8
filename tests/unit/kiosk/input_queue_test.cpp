#include "kiosk/shell/input_queue.h"

#include <gtest/gtest.h>

#include <vector>

namespace earshot::kiosk {
namespace {

constexpr SDL_TouchID kPanel = 5;

SDL_Event finger(std::uint32_t type, std::uint32_t ms, SDL_FingerID id = 1, float x = 0.5F,
                 SDL_TouchID device = kPanel) {
  SDL_Event event{};
  event.type = type;
  event.tfinger.timestamp = ms;
  event.tfinger.touchId = device;
  event.tfinger.fingerId = id;
  event.tfinger.x = x;
  event.tfinger.y = 0.5F;
  return event;
}

SDL_Event mouse(std::uint32_t type, std::uint32_t ms, std::uint32_t which = 0,
                std::uint8_t button = SDL_BUTTON_LEFT) {
  SDL_Event event{};
  event.type = type;
  event.button.timestamp = ms;
  event.button.which = which;
  event.button.button = button;
  event.button.x = 500;
  event.button.y = 400;
  return event;
}

class InputQueueTest : public testing::Test {
 protected:
  std::vector<Edge::Kind> drain() {
    std::vector<Edge::Kind> kinds;
    while (const auto edge = queue.next()) kinds.push_back(edge->kind);
    return kinds;
  }
  void push(const SDL_Event& event) { (void)queue.push(event); }

  using Kinds = std::vector<Edge::Kind>;
  const Kinds one_touch{Edge::Kind::press, Edge::Kind::release};
  InputQueue queue{1000, 800};
};

TEST_F(InputQueueTest, KeepsQuickTapsApartAndInOrder) {
  for (const std::uint32_t ms : {0U, 5U, 10U}) {
    push(finger(SDL_FINGERDOWN, ms));
    push(finger(SDL_FINGERUP, ms + 2));
  }
  EXPECT_EQ(drain(), (Kinds{Edge::Kind::press, Edge::Kind::release, Edge::Kind::press,
                            Edge::Kind::release, Edge::Kind::press, Edge::Kind::release}));
}

TEST_F(InputQueueTest, SaysWhereInPixels) {
  push(finger(SDL_FINGERDOWN, 0, 1, 0.25F));
  const auto edge = queue.next();
  ASSERT_TRUE(edge);
  EXPECT_FLOAT_EQ(edge->x, 250);
  EXPECT_FLOAT_EQ(edge->y, 400);
}

TEST_F(InputQueueTest, CountsATouchOnceWhenTheDriverAlsoPlaysMouseAfterIt) {
  push(finger(SDL_FINGERDOWN, 100));
  push(mouse(SDL_MOUSEBUTTONDOWN, 101));
  push(finger(SDL_FINGERUP, 150));
  push(mouse(SDL_MOUSEBUTTONUP, 151));
  EXPECT_EQ(drain(), one_touch);
}

TEST_F(InputQueueTest, CountsATouchOnceWhenTheDriverPlaysMouseOnlyWhenTheFingerIsGone) {
  push(finger(SDL_FINGERDOWN, 100));
  push(finger(SDL_FINGERUP, 150));
  push(mouse(SDL_MOUSEBUTTONDOWN, 160));
  push(mouse(SDL_MOUSEBUTTONUP, 161));
  EXPECT_EQ(drain(), one_touch);
}

TEST_F(InputQueueTest, CountsATouchOnceWhenTheMouseComesFirst) {
  push(mouse(SDL_MOUSEBUTTONDOWN, 100));
  push(finger(SDL_FINGERDOWN, 101));
  push(mouse(SDL_MOUSEBUTTONUP, 150));
  push(finger(SDL_FINGERUP, 151));
  EXPECT_EQ(drain(), one_touch);
  push(mouse(SDL_MOUSEBUTTONDOWN, 1000));
  push(mouse(SDL_MOUSEBUTTONUP, 1050));
  push(finger(SDL_FINGERDOWN, 1060));
  push(finger(SDL_FINGERUP, 1061));
  EXPECT_EQ(drain(), one_touch);
}

TEST_F(InputQueueTest, AQuickFingerAfterATouchThatTheMouseToldFirstIsATouchOfItsOwn) {
  // The driver told the first touch as a mouse and then as a finger, the second as a finger only:
  // it was once taken for the first one's echo and lost.
  push(mouse(SDL_MOUSEBUTTONDOWN, 100));
  push(finger(SDL_FINGERDOWN, 101));
  push(mouse(SDL_MOUSEBUTTONUP, 150));
  push(finger(SDL_FINGERUP, 151));
  EXPECT_EQ(drain(), one_touch);
  push(finger(SDL_FINGERDOWN, 240));
  push(finger(SDL_FINGERUP, 290));
  EXPECT_EQ(drain(), one_touch);
}

TEST_F(InputQueueTest, EchoesOfQuickTouchesMayComeLateAndTogether) {
  push(finger(SDL_FINGERDOWN, 100, 1, 0.5F));
  push(finger(SDL_FINGERUP, 120, 1, 0.5F));
  push(finger(SDL_FINGERDOWN, 200, 1, 0.9F));
  push(finger(SDL_FINGERUP, 220, 1, 0.9F));
  push(mouse(SDL_MOUSEBUTTONDOWN, 230));  // the first one's
  push(mouse(SDL_MOUSEBUTTONUP, 231));
  EXPECT_EQ(drain().size(), 4U);
}

TEST_F(InputQueueTest, AMouseElsewhereRightAfterATouchIsATouchOfItsOwn) {
  push(finger(SDL_FINGERDOWN, 100, 1, 0.9F));
  push(finger(SDL_FINGERUP, 120, 1, 0.9F));
  push(mouse(SDL_MOUSEBUTTONDOWN, 200));
  push(mouse(SDL_MOUSEBUTTONUP, 250));
  EXPECT_EQ(drain().size(), 4U);
}

TEST_F(InputQueueTest, IgnoresSdlsOwnTranslations) {
  push(mouse(SDL_MOUSEBUTTONDOWN, 1, SDL_TOUCH_MOUSEID));
  push(mouse(SDL_MOUSEBUTTONUP, 2, SDL_TOUCH_MOUSEID));
  push(finger(SDL_FINGERDOWN, 3, 1, 0.5F, SDL_MOUSE_TOUCHID));
  push(finger(SDL_FINGERUP, 4, 1, 0.5F, SDL_MOUSE_TOUCHID));
  EXPECT_TRUE(queue.empty());
}

TEST_F(InputQueueTest, TakesTheMouseAndTheFingerInTurn) {
  push(mouse(SDL_MOUSEBUTTONDOWN, 100));
  push(mouse(SDL_MOUSEBUTTONUP, 150));
  push(finger(SDL_FINGERDOWN, 1000));
  push(finger(SDL_FINGERUP, 1050));
  EXPECT_EQ(drain().size(), 4U);
}

TEST_F(InputQueueTest, IgnoresASecondFingerWhileOneIsDown) {
  push(finger(SDL_FINGERDOWN, 0, 1));
  push(finger(SDL_FINGERDOWN, 10, 2));
  push(finger(SDL_FINGERMOTION, 11, 2));
  push(finger(SDL_FINGERUP, 20, 2));
  push(finger(SDL_FINGERUP, 30, 1));
  EXPECT_EQ(drain(), one_touch);
  EXPECT_EQ(queue.ignored(), 1U);
}

TEST_F(InputQueueTest, IgnoresOtherButtonsOfAMouse) {
  push(mouse(SDL_MOUSEBUTTONDOWN, 0, 0, SDL_BUTTON_RIGHT));
  push(mouse(SDL_MOUSEBUTTONUP, 1, 0, SDL_BUTTON_RIGHT));
  EXPECT_TRUE(queue.empty());
}

TEST_F(InputQueueTest, SkipsMovesThatSomethingFollows) {
  push(finger(SDL_FINGERDOWN, 0));
  for (std::uint32_t ms = 1; ms < 50; ++ms) push(finger(SDL_FINGERMOTION, ms));
  push(finger(SDL_FINGERUP, 50));
  EXPECT_EQ(drain(), one_touch);
}

TEST_F(InputQueueTest, ATouchWhoseEndWasLostDoesNotCountAndTheNextOneDoes) {
  push(finger(SDL_FINGERDOWN, 0));
  push(finger(SDL_FINGERDOWN, 900));
  push(finger(SDL_FINGERUP, 950));
  EXPECT_EQ(drain(),
            (Kinds{Edge::Kind::press, Edge::Kind::cancel, Edge::Kind::press, Edge::Kind::release}));
}

TEST_F(InputQueueTest, LetsGoOfATouchThatIsHeldTooLong) {
  push(finger(SDL_FINGERDOWN, 1000));
  EXPECT_FALSE(queue.expire(1000 + InputQueue::kHoldMaxMs - 1));
  EXPECT_TRUE(queue.expire(1000 + InputQueue::kHoldMaxMs));
  EXPECT_FALSE(queue.in_contact());
  EXPECT_EQ(drain(), (Kinds{Edge::Kind::press, Edge::Kind::cancel}));
}

TEST_F(InputQueueTest, LetsGoWhenTheWindowLosesTheFocus) {
  push(mouse(SDL_MOUSEBUTTONDOWN, 0));
  SDL_Event away{};
  away.type = SDL_WINDOWEVENT;
  away.window.event = SDL_WINDOWEVENT_FOCUS_LOST;
  push(away);
  push(mouse(SDL_MOUSEBUTTONUP, 5));
  EXPECT_EQ(drain(), (Kinds{Edge::Kind::press, Edge::Kind::cancel}));
}

TEST_F(InputQueueTest, RefusesNewTouchesWhenItIsFullButNeverHalfOfOne) {
  for (std::uint32_t i = 0; i < InputQueue::kEdgesMax; ++i) {
    push(finger(SDL_FINGERDOWN, i));
    push(finger(SDL_FINGERUP, i));
  }
  const auto kinds = drain();
  EXPECT_LE(kinds.size(), InputQueue::kEdgesMax);
  EXPECT_EQ(kinds.size() % 2, 0U);
  EXPECT_GT(queue.ignored(), 0U);
}

}  // namespace
}  // namespace earshot::kiosk
