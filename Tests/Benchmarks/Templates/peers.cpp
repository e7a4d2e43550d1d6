#include "peers.h"

#include <cstring>
#include <ctemplate/template.h>
#include <string>
#include <vector>

using ctemplate::TemplateDictionary;
using ctemplate::TemplateString;

void *peer_template(const char *name, peer_text source) {
    ctemplate::StringToTemplateCache(name, source.bytes, source.length, ctemplate::DO_NOT_STRIP);
    return ctemplate::Template::GetTemplate(name, ctemplate::DO_NOT_STRIP);
}

void *peer_dictionary() { return new TemplateDictionary("customer"); }

void peer_set(void *dictionary, peer_text name, peer_text value) {
    static_cast<TemplateDictionary *>(dictionary)->SetValueWithoutCopy(
        TemplateString(name.bytes, name.length), TemplateString(value.bytes, value.length));
}

void *peer_section(void *dictionary, const char *name) {
    return static_cast<TemplateDictionary *>(dictionary)->AddSectionDictionary(name);
}

peer_text peer_render(void *template_, void *dictionary) {
    static std::string output;
    output.clear();
    static_cast<ctemplate::Template *>(template_)->Expand(&output, static_cast<TemplateDictionary *>(dictionary));
    return {output.data(), output.size()};
}

void peer_copy(peer_text text) {
    static std::vector<char> target(1 << 20);
    std::memcpy(target.data(), text.bytes, text.length);
    // The copy must not be left out because nobody reads it.
    asm volatile("" : : "r"(target.data()) : "memory");
}
