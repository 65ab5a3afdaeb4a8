#include "tools/traffic/telling.h"

#include <iostream>
#include <string>

namespace earshot::traffic {

void tell(std::string_view sentence) {
  std::cerr << "earshot-traffic: " + std::string(sentence) + "\n" << std::flush;
}

}  // namespace earshot::traffic
