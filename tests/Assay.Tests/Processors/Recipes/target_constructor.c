// One constructor alone is compiled for a later processor.
//: avx2_constructor x86_64 gcc -O3
//: avx2_clang_constructor x86_64 clang -O3
#include "module.h"

__attribute__((constructor, target("avx2"))) static void early(void) { WORK; }

INIT
{
    return CREATE;
}
