// What pages, site topics and outside programs read: the JSON made of whatever customers said must
// be JSON, and say just that.
#include <nlohmann/json.hpp>

#include "aggregator/view_json.h"
#include "core/base/check.h"
#include "edge-agent/json.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/values.h"

namespace earshot::fuzz {
namespace {

nlohmann::json parsed(const std::string& text) {
  EARSHOT_CHECK(text.find('\n') == std::string::npos);  // one line: an event's data has no breaks
  auto json = nlohmann::json::parse(text, nullptr, false);
  EARSHOT_CHECK(!json.is_discarded());
  return json;
}

}  // namespace

FUZZ_TARGET(site_json) {
  Chooser choose(input);
  const auto alert = make_alert_record(choose);
  const auto at_edge = parsed(edge::to_text(edge::alert_json(alert.alert)));
  const auto at_hq = parsed(hq::to_json(alert.location, alert.alert));
  for (const auto* json : {&at_edge, &at_hq}) {
    EARSHOT_CHECK((*json)["id"] == alert.alert.id.str());
    EARSHOT_CHECK((*json)["sentence"] == alert.alert.sentence);
    EARSHOT_CHECK((*json)["words"] == alert.alert.words);
    EARSHOT_CHECK((*json)["next_step"] == alert.alert.next_step);
    EARSHOT_CHECK((*json)["acknowledged_by"] == alert.alert.acknowledged_by);
  }
  edge::FiledResponse filed;
  filed.response = make_response(choose);
  filed.received_at = filed.response.at;
  const auto json = parsed(edge::to_text(edge::response_json(filed, {})));
  EARSHOT_CHECK(json["id"] == filed.response.id.str());
  EARSHOT_CHECK(json["comment"] == std::string(response::comment_of(filed.response)));
  EARSHOT_CHECK(json["answers"].size() == filed.response.answers.size());
}

}  // namespace earshot::fuzz
