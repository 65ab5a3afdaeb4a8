#include "kiosk/app/screen.h"

#include "kiosk/app/contact.h"

namespace earshot::kiosk {

bool Screen::given() const {
  return chosen || !picked.empty() || !text.empty() || !is_empty(contact);
}

}  // namespace earshot::kiosk
