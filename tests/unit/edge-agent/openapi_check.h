// Checks an answer against openapi.json: the part of JSON Schema that the description uses,
// strictly: every field that an answer has must be described, and every required one must be there.
// Owner: the test. Threads: any.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace earshot::edge {

class OpenApiCheck {
 public:
  explicit OpenApiCheck(nlohmann::json description) : description_(std::move(description)) {}

  /// The schema of the answer to `method` `path` with `status`; null when it is not described.
  [[nodiscard]] nlohmann::json answer_schema(const std::string& path, const std::string& method,
                                             int status) const {
    const auto& paths = description_["paths"];
    if (!paths.contains(path) || !paths[path].contains(method)) return nullptr;
    const auto& responses = paths[path][method]["responses"];
    const std::string code = std::to_string(status);
    if (!responses.contains(code)) return nullptr;
    const auto& content = responses[code]["content"];
    return content.contains("application/json") ? content["application/json"]["schema"]
                                                : nlohmann::json(nullptr);
  }

  /// What is wrong with `value`, one line each; empty: it is as described.
  [[nodiscard]] std::vector<std::string> mistakes(const nlohmann::json& schema,
                                                  const nlohmann::json& value) const {
    std::vector<std::string> found;
    check(schema, value, "answer", found);
    return found;
  }

  [[nodiscard]] const nlohmann::json& description() const { return description_; }

 private:
  using Mistakes = std::vector<std::string>;

  void check(const nlohmann::json& schema, const nlohmann::json& value, const std::string& where,
             Mistakes& found) const {
    if (schema.contains("$ref")) {
      const std::string prefix = "#/components/schemas/";
      const std::string name = schema["$ref"].get<std::string>().substr(prefix.size());
      if (!description_["components"]["schemas"].contains(name)) {
        found.push_back(where + ": there is no schema " + name);
        return;
      }
      return check(description_["components"]["schemas"][name], value, where, found);
    }
    if (value.is_null()) {
      if (!schema.value("nullable", false)) found.push_back(where + ": null is not described");
      return;
    }
    const std::string type = schema.value("type", "");
    if (!has_type(value, type)) {
      found.push_back(where + ": is no " + type);
      return;
    }
    if (schema.contains("enum") && !schema["enum"].empty()) {
      bool listed = false;
      for (const auto& allowed : schema["enum"]) listed = listed || allowed == value;
      if (!listed) found.push_back(where + ": " + value.dump() + " is not in its list");
    }
    if (schema.contains("minimum") && value.get<double>() < schema["minimum"].get<double>()) {
      found.push_back(where + ": is below its minimum");
    }
    if (type == "object") check_object(schema, value, where, found);
    if (type == "array") {
      for (std::size_t i = 0; i < value.size(); ++i) {
        check(schema["items"], value[i], where + "[" + std::to_string(i) + "]", found);
      }
    }
  }

  void check_object(const nlohmann::json& schema, const nlohmann::json& value,
                    const std::string& where, Mistakes& found) const {
    if (!schema.contains("properties")) return;
    for (const auto& [key, field] : value.items()) {
      if (schema["properties"].contains(key)) {
        check(schema["properties"][key], field, where + "." + key, found);
      } else {
        found.push_back(where + "." + key + ": is not described");
      }
    }
    for (const auto& key : schema.value("required", nlohmann::json::array())) {
      if (!value.contains(key.get<std::string>())) {
        found.push_back(where + ": lacks " + key.get<std::string>());
      }
    }
  }

  static bool has_type(const nlohmann::json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "integer") return value.is_number_integer();
    return type == "number" && value.is_number();
  }

  const nlohmann::json description_;
};

}  // namespace earshot::edge
