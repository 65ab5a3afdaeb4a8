#include "assets/console/pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <string>

namespace earshot::console {
namespace {

using ::testing::StartsWith;

std::map<std::string, Page> by_path(std::span<const Page> pages) {
  std::map<std::string, Page> found;
  for (const Page& page : pages) found.emplace(page.path, page);
  return found;
}

/// Every address of this server that a file names: its styles, scripts, pictures and modules.
std::vector<std::string> addresses_in(const Page& page) {
  static const std::regex kAddress(R"re((?:href|src|from)(?:=| )"(/[^"#]*)")re");
  const std::string text(page.content);
  std::vector<std::string> addresses;
  for (std::sregex_iterator at(text.begin(), text.end(), kAddress), end; at != end; ++at) {
    addresses.push_back((*at)[1]);
  }
  return addresses;
}

class Console : public ::testing::TestWithParam<std::span<const Page> (*)()> {};

INSTANTIATE_TEST_SUITE_P(Both, Console, ::testing::Values(&edge_pages, &hq_pages));

TEST_P(Console, BeginsAtTheRootWithAPage) {
  const auto pages = by_path(GetParam()());
  ASSERT_TRUE(pages.contains("/"));
  EXPECT_THAT(pages.at("/").content, StartsWith("<!doctype html>"));
  EXPECT_EQ(pages.at("/").content_type, "text/html; charset=utf-8");
}

TEST_P(Console, ServesEveryAddressThatItsFilesName) {
  const auto pages = by_path(GetParam()());
  std::size_t named = 0;
  for (const auto& [path, page] : pages) {
    for (const auto& address : addresses_in(page)) {
      EXPECT_TRUE(pages.contains(address)) << path << " names " << address;
      ++named;
    }
  }
  EXPECT_GT(named, 10U);
}

TEST_P(Console, NamesNoOtherServer) {
  for (const Page& page : GetParam()()) {
    std::string text(page.content);
    for (const std::string space : {"http://www.w3.org/2000/svg"}) {
      for (auto at = text.find(space); at != std::string::npos; at = text.find(space)) {
        text.erase(at, space.size());
      }
    }
    EXPECT_EQ(text.find("://"), std::string::npos) << page.path;
  }
}

TEST_P(Console, HasNothingThatItsSecurityPolicyForbids) {
  static const std::regex kInline(R"(<style|<script>|\sstyle=|\son[a-z]+=|javascript:)");
  for (const Page& page : GetParam()()) {
    if (!page.content_type.starts_with("text/html")) continue;
    EXPECT_FALSE(std::regex_search(std::string(page.content), kInline)) << page.path;
  }
}

TEST_P(Console, HoldsTheFilesByteForByte) {
  std::ifstream file(EARSHOT_KIT "/kit.css", std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  ASSERT_FALSE(bytes.str().empty());
  EXPECT_EQ(by_path(GetParam()()).at("/kit/kit.css").content, bytes.str());
}

}  // namespace
}  // namespace earshot::console
