#include "tests/sim/hearing.h"

#include <algorithm>

#include "edge-agent/alert_book.h"
#include "edge-agent/response_book.h"
#include "tests/sim/times.h"

namespace earshot::sim {
namespace {

constexpr int kRowsMax = 10'000'000;

/// The edge agent is still the one that everything was said to: no disk of its kind was lost.
bool kept_its_store(const World& world) {
  const auto& faults = world.scene.plan.faults;
  return std::none_of(faults.begin(), faults.end(), [](Fault fault) {
    return fault == Fault::damaged_store || fault == Fault::edge_cloned ||
           fault == Fault::edge_reimaged || fault == Fault::edge_restored;
  });
}

/// Every alert is at headquarters, open or taken up as it is at the edge agent, and no others are.
std::optional<Failure> alerts_are_the_same(World& world, const Site& site) {
  const auto broken = [&](const alert::Alert& alert, std::string_view how) {
    return Failure{"alerts", fmt::format("{}: the alert at {} about {} {}", site.id.str(),
                                         alert.touchpoint.str(), alert.response.str(), how)};
  };
  const auto here = edge::list_alerts(site.edge().database().raw(), false, kRowsMax);
  if (!here) return Failure{"edge store", here.error().message};
  const auto there = world.hq->cells().alerts(site.id, kRowsMax);
  if (!there) return Failure{"headquarters' store", there.error().message};
  std::map<AlertId, const alert::Alert*> known;
  for (const auto& alert : *there) known.emplace(alert.id, &alert);
  for (const alert::Alert& alert : *here) {
    if (!world.scene.oracle.voices().contains(alert.response)) {
      return broken(alert, "has a cause that nobody gave");
    }
    // One that became graver since is open again.
    const auto taken_up = world.scene.acknowledged.find(alert.id);
    if (taken_up != world.scene.acknowledged.end() && alert.severity <= taken_up->second &&
        !alert.acknowledged() && kept_its_store(world)) {
      return broken(alert, "was acknowledged, and is open");
    }
    const auto found = known.find(alert.id);
    if (found == known.end()) return broken(alert, "is not at headquarters");
    if (found->second->acknowledged() != alert.acknowledged() && kept_its_store(world)) {
      return broken(alert, alert.acknowledged() ? "is still open at headquarters"
                                                : "is taken up at headquarters alone");
    }
    if (world.scene.plan.verbatims && found->second->words != alert.words &&
        kept_its_store(world)) {
      return broken(alert, "has other words at headquarters");
    }
    if (!world.scene.plan.verbatims && !found->second->words.empty()) {
      return Failure{"words stay", site.id.str() + " lets no words out, but an alert has some"};
    }
  }
  if (kept_its_store(world) && here->size() != there->size()) {
    return Failure{"alerts", fmt::format("{} raised {} alerts, headquarters has {} of them",
                                         site.id.str(), here->size(), there->size())};
  }
  return std::nullopt;
}

/// The worst third of its scale, by its own number: nothing of the product's is asked for that.
bool is_bad(const response::Response& said) {
  for (const auto& answer : said.answers) {
    if (!answer.rating) continue;
    switch (answer.kind) {
      case survey::QuestionKind::smiley:
      case survey::QuestionKind::csat:
        return *answer.rating <= 2;
      case survey::QuestionKind::ces:
        return *answer.rating <= 3;
      case survey::QuestionKind::nps:
        return *answer.rating <= 6;
      default:
        return false;
    }
  }
  return false;
}

/// Whoever was unhappy and came in while something could still be done got a manager's alert, and
/// nobody who came in later. Where all clocks were right it is known who came in when.
std::optional<Failure> the_unhappy_are_heard(World& world, const Site& site) {
  const auto alerts = edge::list_alerts(site.edge().database().raw(), false, kRowsMax);
  if (!alerts) return Failure{"edge store", alerts.error().message};
  std::set<ResponseId> told;
  for (const auto& alert : *alerts) told.insert(alert.response);
  const auto rows = edge::list_responses(site.edge().database().raw(), INT64_MAX, kRowsMax);
  if (!rows) return Failure{"edge store", rows.error().message};
  for (const auto& row : *rows) {
    const Voice& voice = world.scene.oracle.voices().at(row.response.id);
    if (clock_was_wrong(world, site, voice.device)) continue;
    const auto& said = voice.revisions.at(row.response.revision).response;
    const Duration late{row.received_at.ms - (kWorldBegins + voice.first_at)};
    const bool history = late > alert::kUsefulness;
    const bool has_alert = told.contains(row.response.id);
    const auto wrong = [&](std::string_view how) {
      return Failure{"owed alerts",
                     fmt::format("{}: customer {}, received {} s after it was said, {}",
                                 site.id.str(), voice.number, late.count() / 1000, how)};
    };
    if (late < Duration{0}) return wrong("was received before it was said");
    if (history && has_alert) return wrong("is history, and raised an alert");
    if (history || has_alert || said.withdrawn || row.response.misuse != 0) continue;
    if (is_bad(said)) return wrong("is unhappy, and no manager was told");
  }
  return std::nullopt;
}

/// Headquarters alone still knows that the customer took it back (seed 179536636300097).
bool taken_back_and_lost(const Voice& voice, std::uint32_t revision) {
  return std::any_of(
      voice.revisions.upper_bound(revision), voice.revisions.end(),
      [](const auto& each) { return each.second.lost && each.second.response.withdrawn; });
}

/// Words leave a location if its policy lets them, as they were said, and else they do not.
std::optional<Failure> words_are_where_they_may_be(World& world, const Site& site) {
  const auto there = world.hq->cells().comments(site.id, kRowsMax);
  if (!there) return Failure{"headquarters' store", there.error().message};
  if (!world.scene.plan.verbatims) {
    if (there->empty()) return std::nullopt;
    return Failure{"words stay", site.id.str() + " lets no words out, and headquarters has some"};
  }
  std::map<ResponseId, std::uint32_t> heard;
  for (const auto& voice : *there) {
    const auto& response = voice.response;
    heard[response.id] = response.revision;
    const auto& voices = world.scene.oracle.voices();
    const auto said = voices.find(response.id);
    if (said == voices.end() || said->second.location != site.id ||
        !said->second.revisions.contains(response.revision) ||
        response::comment_of(said->second.revisions.at(response.revision).response) !=
            response::comment_of(response)) {
      return Failure{"words as they were said",
                     fmt::format("headquarters has words of {} at {} that nobody said",
                                 response.id.str(), site.id.str())};
    }
  }
  // Of two edge agents, the one that was taken away may have spoken last of somebody's words.
  const auto& plan = world.scene.plan;
  if ((plan.watch_bursts || plan.watch_patterns) && !kept_its_store(world)) return std::nullopt;
  const auto here = edge::list_responses(site.edge().database().raw(), INT64_MAX, kRowsMax);
  if (!here) return Failure{"edge store", here.error().message};
  for (const auto& row : *here) {
    const auto& response = row.response;
    const bool left_out = response.withdrawn || response.misuse != 0;
    const auto found = heard.find(response.id);
    if (left_out && found != heard.end()) {
      return Failure{
          "words that do not count",
          fmt::format("headquarters shows what customer {} of {} said, which was taken "
                      "back or left out",
                      world.scene.oracle.voices().at(response.id).number, site.id.str())};
    }
    if (left_out || response::comment_of(response).empty()) continue;
    if (found != heard.end() && found->second >= response.revision) continue;
    if (taken_back_and_lost(world.scene.oracle.voices().at(response.id), response.revision))
      continue;
    return Failure{"words are heard",
                   fmt::format("headquarters does not have what customer {} of {} said",
                               world.scene.oracle.voices().at(response.id).number, site.id.str())};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Failure> check_hearing(World& world) {
  for (const Site& site : world.sites) {
    if (auto f = the_unhappy_are_heard(world, site)) return f;
    if (auto f = alerts_are_the_same(world, site)) return f;
    if (auto f = words_are_where_they_may_be(world, site)) return f;
  }
  return std::nullopt;
}

}  // namespace earshot::sim
