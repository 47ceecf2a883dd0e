// The processor is asked in a constructor, which keeps a pointer for later.
//: supports_early x86_64 gcc -O3
#include "module.h"

__attribute__((target("avx2"), noinline)) static void wide(void) { WORK; }
__attribute__((noinline)) static void narrow(void) { WORK; }
static void (*work)(void) = narrow;

__attribute__((constructor)) static void choose(void)
{
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2")) work = wide;
    work();
}

INIT
{
    work();
    return CREATE;
}
