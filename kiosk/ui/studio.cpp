#include "kiosk/ui/studio.h"

#include <imgui.h>

#include <cfloat>
#include <utility>

namespace earshot::kiosk {
namespace {

/// Frames until nothing more moves: the atlas may need one more, transitions need two.
constexpr int kFramesMax = 6;

}  // namespace

Result<std::unique_ptr<PictureStudio>> PictureStudio::open(const Theme& theme, const Panel& panel) {
  auto type = Type::load(theme);
  if (!type) return tl::unexpected(type.error());
  Theme still = theme;
  still.reduced_motion = true;
  Stage stage(std::move(still), *std::move(type), panel);
  if (!theme.logo.empty()) {
    auto logo = Logo::load(theme.logo);
    if (!logo) return tl::unexpected(logo.error());
    stage.set_logo(*std::move(logo));
  }
  return std::unique_ptr<PictureStudio>(new PictureStudio(std::move(stage), panel));
}

PictureStudio::PictureStudio(Stage stage, const Panel& panel)
    : stage_(std::move(stage)),
      imgui_(ImGui::CreateContext()),
      pixels_(static_cast<std::size_t>(panel.width_px) * static_cast<std::size_t>(panel.height_px)),
      image_{pixels_.data(), panel.width_px, panel.height_px, panel.width_px} {
  ImGui::SetCurrentContext(imgui_);
  auto& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.DisplaySize = {static_cast<float>(panel.width_px), static_cast<float>(panel.height_px)};
  prepare_imgui();
}

PictureStudio::~PictureStudio() { ImGui::DestroyContext(imgui_); }

void PictureStudio::draw(const Screen& screen, MonoTime now) {
  ImGui::GetIO().DeltaTime = 0.016F;
  for (int frame = 0; frame < kFramesMax; ++frame) {
    lay_out(screen, now);
    if (frame > 1 && !stage_.atlas().full()) break;
  }
  Raster(letters_of(stage_.atlas())).draw(*ImGui::GetDrawData(), image_);
  stage_.finish(image_);
}

void PictureStudio::lay_out(const Screen& screen, MonoTime now) {
  ImGui::NewFrame();
  (void)stage_.draw(screen, now);
  ImGui::Render();
}

const Image& PictureStudio::take_once(const Screen& screen, MonoTime now) {
  lay_out(screen, now);
  Raster(letters_of(stage_.atlas())).draw(*ImGui::GetDrawData(), image_);
  stage_.finish(image_);
  return image_;
}

const Image& PictureStudio::take(const Screen& screen, MonoTime now, const std::string& held) {
  auto& io = ImGui::GetIO();
  io.MouseDown[0] = false;
  io.MousePos = {-FLT_MAX, -FLT_MAX};
  draw(screen, now);
  if (held.empty()) return image_;
  for (const auto& target : stage_.targets()) {
    if (target.name != held) continue;
    const auto scale = static_cast<float>(stage_.panel().px_per_mm());
    io.MousePos = {static_cast<float>(target.ring.center_x()) * scale,
                   static_cast<float>(target.ring.center_y()) * scale};
    io.MouseDown[0] = true;
    break;
  }
  draw(screen, now);
  return image_;
}

void PictureStudio::lay_out_only(const Screen& screen, MonoTime now) {
  stage_.set_letters(Letters::left_out);
  lay_out(screen, now);
  stage_.set_letters(Letters::in_place);
}

const Image& PictureStudio::take_grounds(const Screen& screen, MonoTime now) {
  stage_.set_letters(Letters::left_out);
  const auto& image = take(screen, now);
  stage_.set_letters(Letters::in_place);
  return image;
}

const Image& PictureStudio::take_letters_on_top(const Screen& screen, MonoTime now) {
  stage_.set_letters(Letters::on_top);
  const auto& image = take(screen, now);
  stage_.set_letters(Letters::in_place);
  return image;
}

SmallImage shrunk(const Image& image, int by) {
  SmallImage small;
  small.width = image.width / by;
  small.height = image.height / by;
  small.pixels.reserve(static_cast<std::size_t>(small.width) *
                       static_cast<std::size_t>(small.height));
  const auto count = static_cast<std::uint32_t>(by * by);
  for (int y = 0; y < small.height; ++y) {
    for (int x = 0; x < small.width; ++x) {
      std::uint32_t red = 0, green = 0, blue = 0;
      for (int j = 0; j < by; ++j) {
        const std::uint32_t* row =
            image.pixels + static_cast<std::ptrdiff_t>(y * by + j) * image.stride + x * by;
        for (int i = 0; i < by; ++i) {
          red += row[i] >> 16 & 0xFF;
          green += row[i] >> 8 & 0xFF;
          blue += row[i] & 0xFF;
        }
      }
      small.pixels.push_back(red / count << 16 | green / count << 8 | blue / count);
    }
  }
  return small;
}

}  // namespace earshot::kiosk
