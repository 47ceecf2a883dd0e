// The work is done when the file is loaded, before Python's function is called.
//: plain_constructor x86_64 gcc -O3
//: v2_constructor x86_64 gcc -O3 -march=x86-64-v2
//: v3_constructor x86_64 gcc -O3 -march=x86-64-v3
//: sve_constructor aarch64 gcc -O3 -march=armv8.2-a+sve
#include "module.h"

__attribute__((constructor)) static void early(void) { WORK; }

INIT
{
    return CREATE;
}
