// A picture of which only what changed is drawn anew is pixel for pixel the one that is drawn
// whole.
#include <imgui.h>

#include "kiosk/app/words.h"
#include "tests/unit/kiosk/drawing/gallery_fixture.h"

namespace earshot::kiosk {
namespace {

using Pixels = std::vector<std::uint32_t>;

class RepaintTest : public testing::TestWithParam<NamedPanel> {
 protected:
  /// Draws the studio's last frame again into `kept_`, and says how much of it that took.
  double repaint(PictureStudio& studio) {
    const auto& atlas = studio.stage().atlas();
    repaint_.draw(*ImGui::GetDrawData(), letters_of(atlas), atlas.edition(), image_, {});
    return repaint_.share();
  }
  static Pixels pixels(const Image& image) {
    return {image.pixels, image.pixels + image.stride * image.height};
  }

  const Panel panel_ = GetParam().panel;
  Pixels kept_ = Pixels(static_cast<std::size_t>(panel_.width_px) *
                        static_cast<std::size_t>(panel_.height_px));
  Image image_{kept_.data(), panel_.width_px, panel_.height_px, panel_.width_px};
  Repaint repaint_;
};

TEST_P(RepaintTest, EveryScreenAfterEveryOtherIsTheSameAsDrawnWhole) {
  const auto survey = counter_survey();
  const auto studio = open_studio(panel_);
  for (const std::string language : kScripts) {
    for (const auto& [name, screen] : screens_of(survey, LanguageTag::trusted(language), panel_)) {
      const auto whole = pixels(studio->take(screen, MonoTime{}));
      (void)repaint(*studio);
      ASSERT_EQ(kept_, whole) << language << ' ' << name;
    }
  }
}

TEST_P(RepaintTest, AFingerOnAButtonCostsAPartOfThePicture) {
  const auto survey = counter_survey();
  const auto studio = open_studio(panel_);
  for (const auto& [name, screen] : screens_of(survey, LanguageTag::trusted("en"), panel_)) {
    if (name != "nps" && name != "comment") continue;
    (void)studio->take(screen, MonoTime{});
    (void)repaint(*studio);
    EXPECT_EQ(repaint(*studio), 0) << "nothing has changed";
    const auto whole =
        pixels(studio->take(screen, MonoTime{}, name == "nps" ? "rating 3" : "key e"));
    const auto share = repaint(*studio);
    EXPECT_GT(share, 0) << name;
    EXPECT_LT(share, 0.5) << name;
    EXPECT_EQ(kept_, whole) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Panels, RepaintTest, testing::ValuesIn(kPanels),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace earshot::kiosk
