// What the program itself tells the person who runs it, apart from the log of its parts: a thousand
// kiosks that lose one broker are one sentence to a person, and a thousand lines in a log.
// Owner: the commands. Threads: any.
#pragma once

#include <string_view>

namespace earshot::traffic {

/// One line on standard error, with the program's name before it.
void tell(std::string_view sentence);

}  // namespace earshot::traffic
