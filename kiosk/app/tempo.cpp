#include "kiosk/app/tempo.h"

namespace earshot::kiosk {

bool is_too_fast(const Tempo& tempo) {
  if (tempo.first < kFirstAnswerMin) return true;
  return tempo.answers > 2 &&
         tempo.further < static_cast<Duration::rep>(tempo.answers - 1) * kFurtherAnswerMin;
}

}  // namespace earshot::kiosk
