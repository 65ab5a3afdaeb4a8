// What the kernel answers at /dev/dri/card0: Linux's interface for showing pictures (DRM), as far
// as a card without a graphics processor has it: one connector, one encoder, one CRTC, a cursor.
// Owner: the process that it is loaded into. Threads: any.
#pragma once

#include <sys/types.h>

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "tests/fakes/drm/panel.h"

namespace earshot::fakes {

class Card {
 public:
  /// Null: the process was given no fake card (EARSHOT_FAKE_DISPLAY names its folder).
  static Card* of_this_process();

  explicit Card(std::string folder);

  [[nodiscard]] const std::string& folder() const { return panel_.folder(); }
  /// Opens it: a file descriptor, or the negative errno.
  int open(int flags);
  /// It is one of the card's, or a copy of one.
  [[nodiscard]] bool owns(int fd);
  /// As ioctl(2), but 0 or the negative errno.
  int call(int fd, unsigned request, void* argument);
  /// The file to map instead of the card at this offset; negative: there is none.
  int memory_at(int fd, std::uint64_t offset);

 private:
  /// What one open() made, shared by its copies. It lives as long as `kernel_end` is not hung up.
  struct OpenFile {
    int kernel_end = -1;  ///< of the pair of sockets: what is written here the program reads
    bool master = false;  ///< only the master may change what is shown
    std::uint32_t next_handle = 1;
    std::map<std::uint32_t, std::shared_ptr<Buffer>> handles;
    std::map<std::uint32_t, std::shared_ptr<Picture>> pictures;
  };
  struct Flip {
    std::shared_ptr<Picture> picture;
    OpenFile* file;
    std::optional<std::uint64_t> event;  ///< the word that the program gave it
  };

  OpenFile* file_of(int fd);
  void forget_closed();
  void remove(OpenFile& file, std::uint32_t picture);
  [[nodiscard]] bool gone() const;  ///< a test has made the file `unplugged`
  /// A test has made the file `taken`: after how many openings somebody else became the master.
  [[nodiscard]] bool taken_by_another() const;
  std::shared_ptr<Picture> find_picture(std::uint32_t id);
  void refresh();
  void tell_flipped(const Flip& flip);

  int call_about_itself(OpenFile& file, unsigned request, void* argument);
  int call_about_display(OpenFile& file, unsigned request, void* argument);
  int call_about_memory(OpenFile& file, unsigned request, void* argument);
  int get_connector(drm_mode_get_connector& said) const;
  int get_crtc(drm_mode_crtc& said) const;
  int set_crtc(const OpenFile& file, const drm_mode_crtc& wanted);
  int page_flip(OpenFile& file, const drm_mode_crtc_page_flip& wanted);
  int set_cursor(const OpenFile& file, std::uint32_t flags, std::uint32_t handle);
  int add_picture(OpenFile& file, Picture picture, std::uint32_t handle, std::uint32_t& id);
  int create_memory(OpenFile& file, drm_mode_create_dumb& wanted);

  std::mutex mutex_;
  std::condition_variable flip_wanted_;
  Panel panel_;
  std::map<ino_t, std::unique_ptr<OpenFile>> files_;
  std::map<std::uint64_t, std::weak_ptr<Buffer>> offsets_;  ///< what mmap is asked for
  std::shared_ptr<Picture> console_;
  std::uint32_t next_picture_;
  std::optional<Flip> flip_;
  bool refreshes_ = false;
  std::uint32_t refreshed_ = 0;
  int opened_ = 0;  ///< how many times, ever
};

}  // namespace earshot::fakes
