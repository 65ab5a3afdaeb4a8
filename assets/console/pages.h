// The console pages as bytes inside the program: what each HTTP server hands to a browser.
// Owner: nobody; everything is constant and lives as long as the program.
// Threads: any.
#pragma once

#include <span>
#include <string_view>

namespace earshot::console {

/// One file of a console. `content` is UTF-8 text.
struct Page {
  std::string_view path;          ///< where it is served: "/", "/manager.js", "/kit/tokens.css"
  std::string_view content;       ///< the file's bytes
  std::string_view content_type;  ///< with its charset: "text/css; charset=utf-8"
};

/// The manager's page of one location: index at "/", the kit at "/kit/…". In earshot_console_edge.
[[nodiscard]] std::span<const Page> edge_pages();

/// The headquarters page: index at "/", the kit at "/kit/…". In earshot_console_hq.
[[nodiscard]] std::span<const Page> hq_pages();

}  // namespace earshot::console
