// The work hangs on something that is not the case.
//: v3_never x86_64 gcc -O3 -march=x86-64-v3
//: sve_never aarch64 gcc -O3 -march=armv8.2-a+sve
#include "module.h"

char *getenv(const char *);

INIT
{
    if (getenv("A_VARIABLE_THAT_NOBODY_SETS")) WORK;
    return CREATE;
}
