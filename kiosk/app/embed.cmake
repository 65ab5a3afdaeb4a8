# Writes a .cpp that holds text files as bytes and lists them by name. Run at build time:
#   cmake -DOUTPUT=x.cpp -DHEADER=kiosk/app/x.h -DTYPE=LanguageFile -DFUNCTION=language_files
#         -DFOLDER=folder -DPATTERNS=*.po,*.pot -P embed.cmake

string(REPLACE "," ";" PATTERNS "${PATTERNS}")
list(TRANSFORM PATTERNS PREPEND ${FOLDER}/)
file(GLOB files ${PATTERNS})
list(SORT files)
set(arrays "")
set(rows "")
set(count 0)
foreach(file ${files})
  get_filename_component(name ${file} NAME)
  file(READ ${file} bytes HEX)
  string(LENGTH "${bytes}" digits)
  math(EXPR size "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(APPEND arrays "constexpr unsigned char file_${count}[] = {${bytes}};\n")
  string(APPEND rows "      {\"${name}\", text(file_${count}, ${size})},\n")
  math(EXPR count "${count} + 1")
endforeach()

file(WRITE ${OUTPUT} "// Made by kiosk/app/embed.cmake. Do not edit.
#include <cstddef>

#include \"${HEADER}\"

namespace earshot::kiosk {
namespace {
${arrays}
std::string_view text(const unsigned char* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}
}  // namespace

const std::vector<${TYPE}>& ${FUNCTION}() {
  static const std::vector<${TYPE}> files = {
${rows}  };
  return files;
}

}  // namespace earshot::kiosk
")
