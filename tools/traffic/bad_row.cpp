#include "tools/traffic/bad_row.h"

#include "core/base/check.h"

namespace earshot::traffic {

std::string_view to_string(Fault fault) {
  switch (fault) {
    case Fault::broken_quoting:
      return "broken quoting";
    case Fault::too_few_columns:
      return "too few columns";
    case Fault::too_many_columns:
      return "too many columns";
    case Fault::row_too_long:
      return "row too long";
    case Fault::invalid_utf8:
      return "invalid UTF-8";
    case Fault::missing_location:
      return "missing location";
    case Fault::missing_touchpoint:
      return "missing touchpoint";
    case Fault::missing_respondent:
      return "missing respondent";
    case Fault::missing_rating:
      return "missing rating";
    case Fault::impossible_rating:
      return "impossible rating";
    case Fault::bad_date:
      return "bad date";
    case Fault::unusable_name:
      return "unusable name";
    case Fault::conflicting_rating:
      return "conflicting rating";
  }
  check_failed("a known fault", __FILE__, __LINE__);
}

}  // namespace earshot::traffic
