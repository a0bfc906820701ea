#!/bin/sh
# torture.sh BUILD: the crash and fault tests with full counts, and the suite with them (hours).
# SEED=N repeats a run.
cd "$(dirname "$0")/.." || exit 2
export X1=0 X2=1000 X4=0 X5=0 X7=200 X8=50 X17=30 ROUNDS=300 KILLS=200 TORTURE=1 LIMIT=86400
export J1=0 J2=100 J4=0 J5=0 J6=3000 J7=50 J8=20
export J7L=200000 J13=0 J17="1 50 1000" N=1000000 STEPS=200 SIZE=200 HISTORIES=5000
export G1=200 G2=20	# groups
exec tests/run -B "${1:-.build}"
