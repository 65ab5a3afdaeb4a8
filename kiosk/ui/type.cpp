#include "kiosk/ui/type.h"

#include <utility>

namespace earshot::kiosk {

Result<Type> Type::load(const Theme& theme) {
  auto fonts = FontShelf::open(theme.font_regular, theme.font_bold);
  if (!fonts) return tl::unexpected(fonts.error());
  return Type(*std::move(fonts));
}

double Type::size_of(const TypeSizes& sizes, TextStyle style) {
  switch (style) {
    case TextStyle::title:
      return sizes.title;
    case TextStyle::title_small:
      return sizes.title_small;
    case TextStyle::strong:
    case TextStyle::text:
      return sizes.text;
    case TextStyle::strong_small:
    case TextStyle::text_small:
      return sizes.text_small;
  }
  return sizes.text;
}

Weight Type::weight(TextStyle style) {
  return style == TextStyle::text || style == TextStyle::text_small ? Weight::regular
                                                                    : Weight::bold;
}

Paragraph& Type::paragraph(std::string_view text, Weight weight, const LanguageTag& language,
                           Direction direction) {
  std::string key(1, static_cast<char>('0' + static_cast<int>(weight)));
  key += static_cast<char>('0' + static_cast<int>(direction));
  key += language.str();
  key += '\n';
  key += text;
  if (const auto known = paragraphs_.find(key); known != paragraphs_.end()) return *known->second;
  if (paragraphs_.size() >= kParagraphsMax) paragraphs_.clear();
  auto made = std::make_unique<Paragraph>(*fonts_, text, weight, language, direction);
  return *paragraphs_.emplace(std::move(key), std::move(made)).first->second;
}

}  // namespace earshot::kiosk
