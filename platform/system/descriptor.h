// An open file, closed when it goes. For the parts of platform/system that speak to the kernel
// themselves; everybody else has files.h.
// Owner: whoever opened it. Threads: one.
#pragma once

#include <unistd.h>

#include <utility>

namespace earshot::system {

class Descriptor {
 public:
  /// Takes what open() gave, -1 too.
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { close_now(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool valid() const { return fd_ >= 0; }
  /// False with errno set when the close itself failed (a network file system may say so only now).
  bool close_now() { return fd_ < 0 || ::close(std::exchange(fd_, -1)) == 0; }

 private:
  int fd_;
};

}  // namespace earshot::system
