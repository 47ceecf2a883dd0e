// The processor is asked, by what compilers offer for it, and the function is called directly.
//: supports x86_64 gcc -O3
//: supports_clang x86_64 clang -O3
#include "module.h"

__attribute__((target("avx512f"), noinline)) static void widest(void) { WORK; }
__attribute__((target("avx2"), noinline)) static void wide(void) { WORK; }

INIT
{
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f")) widest();
    else if (__builtin_cpu_supports("avx2")) wide();
    else WORK;
    return CREATE;
}
