# Writes a .cpp that holds files as bytes and lists them as pages. Run at build time:
#   cmake -DOUTPUT=x.cpp -DFUNCTION=edge_pages -DOWN=folder -DKIT=folder -P embed.cmake
# A console's own files are served at "/<name>" (index.html at "/"), the kit's at "/kit/<name>".

set(type_html text/html)
set(type_css text/css)
set(type_js text/javascript)
set(type_svg image/svg+xml)

set(arrays "")
set(rows "")
set(count 0)
foreach(directory ${OWN} ${KIT})
  set(prefix "/")
  if(directory STREQUAL KIT)
    set(prefix "/kit/")
  endif()
  file(GLOB files ${directory}/*.html ${directory}/*.css ${directory}/*.js ${directory}/*.svg)
  list(SORT files)
  foreach(file ${files})
    get_filename_component(name ${file} NAME)
    get_filename_component(extension ${file} LAST_EXT)
    string(REPLACE "." "" extension "${extension}")
    set(type "${type_${extension}}; charset=utf-8")
    if(name STREQUAL "index.html")
      set(name "")
    endif()
    file(READ ${file} bytes HEX)
    string(LENGTH "${bytes}" digits)
    math(EXPR size "${digits} / 2")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
    string(APPEND arrays "constexpr unsigned char file_${count}[] = {${bytes}};\n")
    string(APPEND rows "      Page{\"${prefix}${name}\", text(file_${count}, ${size}), \"${type}\"},\n")
    math(EXPR count "${count} + 1")
  endforeach()
endforeach()

file(WRITE ${OUTPUT} "// Made by assets/console/embed.cmake from the console's files. Do not edit.
#include <array>
#include <cstddef>

#include \"assets/console/pages.h\"

namespace earshot::console {
namespace {
${arrays}
std::string_view text(const unsigned char* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}
}  // namespace

std::span<const Page> ${FUNCTION}() {
  static const std::array<Page, ${count}> pages = {
${rows}  };
  return pages;
}

}  // namespace earshot::console
")
